package com.ovhi.outreach.orchestrator.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Records that are merged while their reminders are asked for or decided: none is lost, none comes twice. Against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class MergedMeanwhileTests extends EndingRecords {

    private final TransactionTemplate transactions;

    MergedMeanwhileTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, clock, port);
        this.transactions = new TransactionTemplate(transactions);
    }

    /** The merge plans the day of a visit whose booking still waits for its patient to become known, and has its turn later. */
    @Test
    void aBookingThatHasItsTurnAfterTheMergeIsRemindedOfOnce() {
        var stays = clinic.patient();
        var former = Clinic.number();
        var awaited = StillMissing.patient(clinic.id(), former).awaited();
        book(former, 1, MORNING);
        await().until(() -> changeWaiting(awaited, "nobody/" + former, "orphan") == 1);

        merge(former, stays);
        await().untilAsserted(() -> assertThat(reminders(stays)).isEqualTo(REMINDERS));
        assertThat(changeWaiting("nobody/" + former, awaited, "waiting")).isEqualTo(1);

        awaitJobs(tuple(stays, "cancelled", 2L), tuple(stays, "queued", 3L));
        assertThat(reminders(stays)).isEqualTo(REMINDERS);
    }

    private int changeWaiting(String from, String to, String state) {
        return Objects.requireNonNull(
                transactions.execute(_ -> jdbc.sql("""
                        UPDATE waiting_events SET awaited = ?, state = ?, next_at = UTC_TIMESTAMP(6) WHERE awaited = ?""").params(to, state, from).update()));
    }

    /** The visit is that of the other record when it is carried out. */
    @Test
    void whatIsBeingDecidedIsDecidedAgainForTheRecordThatStays() {
        var stays = clinic.patient();
        var letGo = new CountDownLatch(1);
        Neighbours.holdUp(clinic.preferences(patient, true), letGo);
        var before = decisions();
        try {
            book(patient, 1, MORNING);
            await().until(() -> decisions() > before);

            merge(patient, stays);
            await().until(() -> stands(patient) == stays);
        } finally {
            letGo.countDown();
        }

        awaitJobs(tuple(stays, "queued", 3L));
        assertThat(reminders(stays)).isEqualTo(REMINDERS);
        assertThat(refusals()).isEmpty();
    }

    /** How many have begun. */
    private long decisions() {
        return Neighbours.calls("/api/v1/preferences/effective/batch")
                + Neighbours.calls("/api/v1/preferences/" + patient + "/effective");
    }
}
