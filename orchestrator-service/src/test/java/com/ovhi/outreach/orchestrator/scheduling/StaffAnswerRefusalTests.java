package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.Requests;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers that staff let a template give: a message like any other, but who ordered it hears of a refusal. */
@ServiceTest(schema = "ovhi_orchestrator")
class StaffAnswerRefusalTests extends OneClinic {

    private final Requests requests;
    private final FieldCipher cipher;

    StaffAnswerRefusalTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        requests = new Requests(kafka, cipher);
        this.cipher = cipher;
    }

    @Test
    void becomesAJobOnce() {
        var answer = requests.ask(answerFor(patient));
        await().untilAsserted(() -> assertThat(jdbc.sql("SELECT COUNT(*) FROM comm_jobs WHERE subject_ref = ?")
                        .param(StaffAnswerRefused.subject(answer))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1));
    }

    @Test
    void aRefusalIsTold() {
        var unwilling = clinic.patient();
        Neighbours.prefers(clinic.preferences(unwilling, false));

        var answer = requests.ask(answerFor(unwilling));

        assertThat(kafka.await(
                        Topics.JOB,
                        StaffAnswerRefused.class,
                        each -> each.answerId().equals(answer)))
                .isEqualTo(new StaffAnswerRefused(
                        answer, clinic.id(), unwilling, "contact-not-allowed", SettableClock.START));
    }

    private OutreachRequested answerFor(long whom) {
        var answer = Ids.next();
        var subject = StaffAnswerRefused.subject(answer);
        return OutreachRequested.builder(answer, clinic.id(), whom, Purpose.LAB_READY, subject)
                .variables(
                        cipher.seal(ContractJson.writeText(Map.of("clinic_name", clinic.name())), "request|" + answer))
                .subjectRef(subject)
                .build();
    }
}
