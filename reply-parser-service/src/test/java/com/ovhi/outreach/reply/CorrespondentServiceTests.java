package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whose message it is, and which of the open questions it answers. */
@ServiceTest(schema = "ovhi_reply")
class CorrespondentServiceTests {

    private final SettableClock clock;
    private final Conversation conversation;
    private final Hearing hearing;

    CorrespondentServiceTests(
            TestKafka kafka, SettableClock clock, JdbcTemplate jdbc, FieldCipher cipher, AddressHash hashes) {
        this.clock = clock;
        conversation = new Conversation(kafka, cipher, hashes);
        hearing = new Hearing(kafka, jdbc);
    }

    @Test
    void aStopFromAStrangersNumberStillNamesTheAddress() {
        var number = Conversation.newNumber();

        var reply = hearing.understood(conversation.wrote(number, "stop", now()));

        assertThat(reply.intent()).isEqualTo(Intent.STOP);
        assertThat(reply.patientId()).isNull();
        assertThat(reply.addressHash()).isEqualTo(conversation.hash(number));
    }

    @Test
    void ofASharedNumberTheOneWhoWasAskedIsMeant() {
        var number = Conversation.newNumber();
        var parent = conversation.patient(number, "en");
        var child = conversation.patient(number, "en");
        hearing.awaitOwner(parent);
        var job = conversation.asked(child, 20, now().minusSeconds(60));
        hearing.awaitPrompt(job);

        var yes = hearing.understood(conversation.wrote(number, "yes", now()));
        var stop = hearing.understood(conversation.wrote(number, "STOP", now()));

        assertThat(yes.patientId()).isEqualTo(child);
        assertThat(yes.jobId()).isEqualTo(job);
        assertThat(stop.intent()).isEqualTo(Intent.STOP);
        assertThat(stop.patientId()).as("whose STOP").isNull();
    }

    /** What nobody quoted may be to a later message, of a campaign: the parser knows those only that ask something. */
    @Test
    void aStopThatQuotesNothingSaysWhenItsQuestionWasAsked() {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        var asked = now().minus(Duration.ofHours(20));
        var job = conversation.asked(patient, 21, asked);
        hearing.awaitPrompt(job);

        var guessed = hearing.understood(conversation.wrote(number, "STOP", now()));
        var quoting = conversation.inbound(Ids.next(), Channel.SMS, number, "STOP", null, null, now());
        conversation.publish(Conversation.addressed(quoting, null, job));
        var quoted = hearing.understood(quoting.inboundId());

        assertThat(guessed.jobId()).isEqualTo(job);
        assertThat(guessed.askedAt()).isEqualTo(asked);
        assertThat(quoted.jobId()).isEqualTo(job);
        assertThat(quoted.askedAt()).isNull();
    }

    /** Whatever is quoted that we have not sent, or have forgotten, tells nothing of what is answered. */
    @Test
    void aStopThatQuotesWhatNobodyKnowsSaysWhenItsQuestionWasAsked() {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        var asked = now().minus(Duration.ofHours(20));
        var job = conversation.asked(patient, 22, Channel.WHATSAPP, asked);
        hearing.awaitPrompt(job);
        conversation.accepted(job, Channel.WHATSAPP, "wamid.question");
        await().until(() -> hearing.count("SELECT COUNT(*) FROM sent_messages WHERE job_id = ?", job) == 1);

        var other = hearing.understood(conversation.wrote(Channel.WHATSAPP, number, "STOP", "wamid.other", now()));
        var question =
                hearing.understood(conversation.wrote(Channel.WHATSAPP, number, "STOP", "wamid.question", now()));

        assertThat(other.jobId()).isEqualTo(job);
        assertThat(other.askedAt()).isEqualTo(asked);
        assertThat(question.jobId()).isEqualTo(job);
        assertThat(question.askedAt()).isNull();
    }

    @Test
    void nobodyIsGuessedWhenSeveralWereAsked() {
        var number = Conversation.newNumber();
        var parent = conversation.patient(number, "en");
        var child = conversation.patient(number, "en");
        hearing.awaitPrompt(conversation.asked(parent, 30, now().minusSeconds(90)));
        hearing.awaitPrompt(conversation.asked(child, 31, now().minusSeconds(60)));

        var reply = hearing.understood(conversation.wrote(number, "yes", now()));

        assertThat(reply.intent()).isEqualTo(Intent.OTHER);
        assertThat(reply.matchedRule()).isEqualTo("several-open-prompts");
        assertThat(reply.patientId()).isNull();
        assertThat(reply.organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(reply.jobId()).isNull();
    }

    @Test
    void nobodyIsMeantByAnAnswerToAWholeHousehold() {
        var number = Conversation.newNumber();
        var parent = conversation.patient(number, "en");
        var child = conversation.patient(number, "en");
        hearing.awaitOwner(parent);
        hearing.awaitOwner(child);
        conversation.toldTogether(child, 35, now().minusSeconds(60));
        var inbound = conversation.wrote(number, "yes", now());
        hearing.awaitWaiting(inbound);

        clock.advance(Duration.ofSeconds(11));

        var reply = hearing.understood(inbound);
        assertThat(reply.matchedRule()).isEqualTo("no-open-prompt");
        assertThat(reply.jobId()).isNull();
        assertThat(reply.patientId()).isNull();
    }

    @Test
    void twoMessagesAboutOneVisitAreOneQuestion() {
        var number = Conversation.newNumber();
        var patient = conversation.patient(number, "en");
        hearing.awaitPrompt(conversation.asked(patient, 40, now().minus(Duration.ofHours(40))));
        var reminder = conversation.asked(patient, 40, now().minusSeconds(60));
        hearing.awaitPrompt(reminder);

        assertThat(hearing.understood(conversation.wrote(number, "1", now())).jobId())
                .isEqualTo(reminder);
    }

    @Test
    void aNewNumberReplacesTheOldOneAndOldNewsChangesNothing() {
        var before = Conversation.newNumber();
        var after = Conversation.newNumber();
        var patient = conversation.patient(before, "en");
        conversation.lives(patient, after, "en", 3);
        conversation.lives(patient, before, "en", 2);
        await().until(() -> hearing.count("SELECT version FROM patients WHERE patient_id = ?", patient) == 3);
        await().until(() ->
                hearing.count("SELECT COUNT(*) FROM inbox WHERE consumer = 'reply-parser-service.people'") >= 3);

        assertThat(hearing.understood(conversation.wrote(after, "STOP", now())).patientId())
                .isEqualTo(patient);
        assertThat(hearing.understood(conversation.wrote(before, "STOP", now())).patientId())
                .isNull();
    }

    private Instant now() {
        return clock.instant();
    }
}
