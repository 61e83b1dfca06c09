package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/** Questions of which several things are heard at once, over real servers. */
@ServiceTest(schema = "ovhi_reply")
class PromptServiceTests {

    private final Conversation conversation;
    private final Hearing hearing;
    private final Consumer<Message<List<byte[]>>> jobChanges;

    PromptServiceTests(
            TestKafka kafka,
            JdbcTemplate jdbc,
            FieldCipher cipher,
            AddressHash hashes,
            @Qualifier("jobChanges") Consumer<Message<List<byte[]>>> jobChanges) {
        conversation = new Conversation(kafka, cipher, hashes);
        hearing = new Hearing(kafka, jdbc);
        this.jobChanges = jobChanges;
    }

    /** An answer that waits for its question need not wait until nobody can expect one any more. */
    @ParameterizedTest
    @CsvSource({"SENT, CANCELLED", "SENT, FAILED", "DELIVERED, EXPIRED", "BOUNCED, SENT"})
    void whoeverWasAskedHasAnsweredAlsoWhenTheQuestionIsClosedByNow(Milestone first, Milestone second) {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        var inbound = conversation.wrote(number, "1", SettableClock.START);
        hearing.awaitWaiting(inbound);
        var job = Ids.next();

        pollTogether(changed(job, patient, first), changed(job, patient, second));

        var reply = hearing.understood(inbound);
        assertThat(reply.intent()).isEqualTo(Intent.CONFIRM);
        assertThat(reply.jobId()).isEqualTo(job);
        assertThat(hearing.count("SELECT COUNT(*) FROM prompts WHERE job_id = ? AND state = 'closed'", job))
                .isEqualTo(1);
    }

    private static JobChanged changed(UUID job, long patient, Milestone milestone) {
        return JobChanged.builder(
                        job,
                        Conversation.CLINIC,
                        patient,
                        Purpose.APPT_CONFIRM,
                        Channel.SMS,
                        milestone,
                        JobStatus.SENT,
                        SettableClock.START,
                        SettableClock.START)
                .subjectRef("appointment/" + patient)
                .subjectVersion(1)
                .build();
    }

    private void pollTogether(JobChanged... changes) {
        jobChanges.accept(MessageBuilder.createMessage(
                Stream.of(changes).map(ContractJson::write).toList(),
                new MessageHeaders(Map.of(
                        KafkaHeaders.BATCH_CONVERTED_HEADERS,
                        Stream.of(changes).map(_ -> headers()).toList()))));
    }

    private static Map<String, Object> headers() {
        return Map.of(
                "ce_id",
                Ids.next().toString(),
                "ce_type",
                EventType.of(JobChanged.class),
                "ce_source",
                "test",
                "ce_time",
                SettableClock.START.toString());
    }
}
