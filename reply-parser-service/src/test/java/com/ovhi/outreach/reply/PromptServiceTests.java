package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.messaging.Message;
import org.springframework.transaction.PlatformTransactionManager;

/** Questions that are heard of together, over real servers. */
@ServiceTest(schema = "ovhi_reply")
class PromptServiceTests {

    private final Conversation conversation;
    private final Hearing hearing;
    private final TestKafka kafka;
    private final SettableClock clock;
    private final Polls polls;
    private final Consumer<Message<List<byte[]>>> jobChanges;
    private final Consumer<Message<List<byte[]>>> deliveries;

    PromptServiceTests(
            TestKafka kafka,
            SettableClock clock,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            FieldCipher cipher,
            AddressHash hashes,
            @Qualifier("jobChanges") Consumer<Message<List<byte[]>>> jobChanges,
            @Qualifier("deliveries") Consumer<Message<List<byte[]>>> deliveries) {
        conversation = new Conversation(kafka, cipher, hashes);
        hearing = new Hearing(kafka, jdbc);
        this.kafka = kafka;
        this.clock = clock;
        polls = new Polls(jdbc, transactions);
        this.jobChanges = jobChanges;
        this.deliveries = deliveries;
    }

    /** An answer that waits for its question need not wait until nobody can expect one any more. */
    @ParameterizedTest
    @CsvSource({"SENT, CANCELLED", "SENT, FAILED", "DELIVERED, EXPIRED", "BOUNCED, SENT"})
    void whoeverWasAskedHasAnsweredAlsoWhenTheQuestionIsClosedByNow(Milestone first, Milestone second) {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        var inbound = conversation.wrote(number, "1", now());
        hearing.awaitWaiting(inbound);
        var job = Ids.next();

        pollTogether(changed(job, patient, first), changed(job, patient, second));

        var reply = hearing.understood(inbound);
        assertThat(reply.intent()).isEqualTo(Intent.CONFIRM);
        assertThat(reply.jobId()).isEqualTo(job);
        assertThat(hearing.count("SELECT COUNT(*) FROM prompts WHERE job_id = ? AND state = 'closed'", job))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SENT, open", "CANCELLED, closed"})
    void manyCostAsFewStatementsAsOne(Milestone milestone, String state) {
        var asked = LongStream.range(0, 200)
                .mapToObj(_ -> changed(Ids.next(), Conversation.number(), milestone))
                .toArray(JobChanged[]::new);

        var statements = polls.statementsOf(() -> pollTogether(asked));

        assertThat(statements).as("the questions 2, whose answers wait 1").isLessThanOrEqualTo(3);
        assertThat(asked)
                .allSatisfy(each -> assertThat(hearing.count(
                                "SELECT COUNT(*) FROM prompts WHERE job_id = ? AND state = ?", each.jobId(), state))
                        .isEqualTo(1));
    }

    @Test
    void eachOneWhoseAnswerWaitsIsHeard() {
        var first = Conversation.newNumber();
        var second = Conversation.newNumber();
        var third = Conversation.newNumber();
        var twice = patient(first);
        var once = patient(second);
        var another = patient(third);
        var late = conversation.wrote(first, "2", now());
        var early = conversation.wrote(first, "1", now().minusSeconds(5));
        var cancels = conversation.wrote(second, "3", now());
        var unasked = conversation.wrote(third, "1", now());
        Stream.of(late, early, cancels, unasked).forEach(hearing::awaitWaiting);
        var asked = sent(LongStream.of(Conversation.number(), once, Conversation.number(), twice));

        pollTogether(asked);

        assertThat(hearing.understood(late).intent()).isEqualTo(Intent.RESCHEDULE);
        assertThat(hearing.understood(early).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(hearing.understood(early).jobId()).isEqualTo(asked[3].jobId());
        assertThat(hearing.understood(cancels).intent()).isEqualTo(Intent.CANCEL);
        assertThat(hearing.understood(cancels).jobId()).isEqualTo(asked[1].jobId());
        assertThat(replies(twice)).as("the oldest first").containsExactly(early, late);
        assertThat(replies(once)).containsExactly(cancels);
        hearing.awaitWaiting(unasked);
        assertThat(replies(another)).isEmpty();
    }

    @Test
    void whatMayAnswerTwoQuestionsOfOnePollIsReadOnceBothAreKnown() {
        var number = Conversation.newNumber();
        var one = patient(number);
        var other = patient(number);
        var inbound = conversation.wrote(number, "1", now());
        hearing.awaitWaiting(inbound);

        pollTogether(sent(LongStream.of(one, other)));

        assertThat(hearing.understood(inbound).matchedRule()).isEqualTo("several-open-prompts");
        assertThat(kafka.events(Topics.REPLY, ReplyUnderstood.class))
                .filteredOn(each -> each.inboundId().equals(inbound))
                .hasSize(1);
    }

    @Test
    void whatIsHeardAgainChangesNothing() {
        var number = Conversation.newNumber();
        var patient = patient(number);
        var inbound = conversation.wrote(number, "1", now());
        hearing.awaitWaiting(inbound);
        var job = Ids.next();
        var sent = changed(job, patient, Milestone.SENT);
        var over = changed(job, patient, Milestone.CANCELLED);

        pollTogether(sent, over);
        pollTogether(sent, over);
        pollTogether(sent);
        var next = conversation.wrote(number, "STOP", now());

        assertThat(hearing.understood(next).intent()).isEqualTo(Intent.STOP);
        assertThat(replies(patient)).containsExactly(inbound, next);
        assertThat(hearing.count("SELECT COUNT(*) FROM prompts WHERE job_id = ? AND state = 'closed'", job))
                .isEqualTo(1);
    }

    @Test
    void manyReportsCostAsFewStatementsAsOneAndCountOnce() {
        var reports =
                LongStream.range(0, 100).mapToObj(_ -> accepted(Ids.next())).toArray(Object[]::new);

        var statements = polls.statementsOf(() -> Polls.together(deliveries, reports));
        Polls.together(deliveries, reports);

        assertThat(statements).isEqualTo(1);
        assertThat(Stream.of(reports).map(DeliveryReported.class::cast))
                .allSatisfy(each -> assertThat(hearing.count(
                                "SELECT COUNT(*) FROM sent_messages WHERE job_id = ?",
                                Objects.requireNonNull(each.jobId())))
                        .isEqualTo(1));
    }

    private static DeliveryReported accepted(UUID job) {
        return new DeliveryReported(
                job,
                Conversation.CLINIC,
                null,
                Channel.WHATSAPP,
                1,
                DeliveryState.ACCEPTED,
                "wamid." + job,
                null,
                null,
                null,
                false,
                SettableClock.START);
    }

    /** Who begins to wait between the look for them and the commit of their question. */
    @Test
    void whomTheQuestionMissesIsHeardWhenPatienceEnds() {
        var number = Conversation.newNumber();
        var patient = patient(number);
        var asked = sent(LongStream.of(patient));
        var inbound = Ids.next();

        polls.beforeCommitOf(() -> pollTogether(asked), () -> {
            conversation.wrote(inbound, number, "1", null, now());
            hearing.awaitWaiting(inbound);
        });
        hearing.awaitWaiting(inbound);
        clock.advance(Duration.ofSeconds(11));

        assertThat(hearing.understood(inbound).intent()).isEqualTo(Intent.CONFIRM);
        assertThat(hearing.understood(inbound).jobId()).isEqualTo(asked[0].jobId());
    }

    private long patient(PhoneNumber number) {
        var patient = conversation.patient(number, "en");
        hearing.awaitOwner(patient);
        return patient;
    }

    private List<UUID> replies(long patient) {
        return kafka.events(Topics.REPLY, ReplyUnderstood.class).stream()
                .filter(each -> Objects.equals(each.patientId(), patient))
                .map(ReplyUnderstood::inboundId)
                .toList();
    }

    private Instant now() {
        return clock.instant();
    }

    /** Each of these patients has been asked. */
    private JobChanged[] sent(LongStream patients) {
        return patients.mapToObj(patient -> changed(Ids.next(), patient, Milestone.SENT))
                .toArray(JobChanged[]::new);
    }

    private JobChanged changed(UUID job, long patient, Milestone milestone) {
        return JobChanged.builder(
                        job,
                        Conversation.CLINIC,
                        patient,
                        Purpose.APPT_CONFIRM,
                        Channel.SMS,
                        milestone,
                        JobStatus.SENT,
                        now(),
                        now())
                .subjectRef("appointment/" + patient)
                .subjectVersion(1)
                .build();
    }

    private void pollTogether(JobChanged... changes) {
        Polls.together(jobChanges, (Object[]) changes);
    }
}
