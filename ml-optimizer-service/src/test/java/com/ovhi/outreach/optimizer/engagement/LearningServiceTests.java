package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From events to insights. */
@ServiceTest(schema = "ovhi_optimizer")
class LearningServiceTests extends RunningOptimizer {

    LearningServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
    }

    @Test
    void learnsTheHourAtWhichAPatientAnswers() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);

        var insight = awaitInsight(18);

        assertThat(insight.organizationId()).isEqualTo(ORGANIZATION);
        assertThat(insight.evidence()).isEqualTo(4);
        assertThat(insight.confidence()).isBetween(0.25, 0.286);
        assertThat(insight.hourConfidence()).isBetween(0.5, 1.0);
        assertThat(insight.reason()).isEqualTo(Estimate.ENOUGH);
        assertThat(insight.noShowRisk()).isNull();
        assertThat(insight.learnedAt()).isEqualTo(clock.instant());
        var weights = Objects.requireNonNull(insight.hourWeights());
        assertThat(weights.sound()).isTrue();
        assertThat(weights.workdays().get(18)).isGreaterThan(weights.workdays().get(9));
        assertVersionsRiseByOne();
    }

    @Test
    void learnsTheSameFromDuplicatesInAnyOrder() {
        var once = eveningPerson();
        var events = new ArrayList<Object>(once);
        events.addAll(once);
        events.add(preference(1, List.of(NEW_YORK)));
        Collections.shuffle(events, new Random(7));
        events.forEach(this::publish);

        eventually(() -> {
            assertThat(counts()).containsExactly(Map.entry(9, "0/4"), Map.entry(18, "4/4"));
            assertThat(newest().bestHour()).isEqualTo(18);
            assertThat(newest().fatigue()).isEqualTo(0.65);
        });
        assertVersionsRiseByOne();
    }

    @Test
    void countsAnswersAndClicksOncePerJobAndOpensNever() {
        publish(preference(1, List.of(NEW_YORK)));
        var job = Ids.next();
        publish(job(Milestone.SENT, job, NINE));
        publish(job(Milestone.OPENED, job, NINE.plusSeconds(10)));
        eventually(() -> assertThat(counts()).containsExactly(Map.entry(9, "0/1")));
        publish(job(Milestone.CLICKED, job, NINE.plusSeconds(20)));
        publish(job(Milestone.REPLIED, job, SIX));

        eventually(() -> assertThat(counts()).containsExactly(Map.entry(9, "1/1")));
    }

    /** Told of twice, the later time first: the first instant stands, and the hour is that of it. */
    @Test
    void takesTheFirstInstantThatIsToldInWhateverOrder() {
        publish(preference(1, List.of(NEW_YORK)));
        var job = Ids.next();
        publish(job(Milestone.SENT, job, SIX));
        publish(job(Milestone.REPLIED, job, SIX.plusSeconds(900)));
        eventually(() -> assertThat(counts()).containsExactly(Map.entry(18, "1/1")));

        publish(job(Milestone.SENT, job, NINE));
        publish(job(Milestone.REPLIED, job, NINE.plusSeconds(900)));
        publish(job(Milestone.REPLIED, job, SIX.plusSeconds(1_800)));

        eventually(() -> assertThat(counts()).containsExactly(Map.entry(9, "1/1")));
        await().untilAsserted(() -> assertThat(query("SELECT job_id FROM engagement_jobs WHERE patient_id = " + patient
                        + " AND TIMESTAMPDIFF(SECOND, sent_at, responded_at) = 900"))
                .hasSize(1));
    }

    /** What is written of one patient cannot be read: the others are learned about all the same. */
    @Test
    void passesOverAPatientItCannotLearnAbout() {
        var broken = patient + 500_000;
        transactions.executeWithoutResult(_ -> jdbc.sql(
                        "INSERT INTO engagement_patients"
                                + " (patient_id, organization_id, timezone, learn_at) VALUES (?, ?, 'Mars/Olympus_Mons', '2026-01-01')")
                .params(broken, ORGANIZATION)
                .update());
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);

        awaitInsight(18);
        assertThat(query("SELECT learn_at FROM engagement_patients WHERE learn_at > '2026-01-02' AND patient_id = "
                        + broken))
                .hasSize(1);
        transactions.executeWithoutResult(_ -> jdbc.sql("DELETE FROM engagement_patients WHERE patient_id = ?")
                .param(broken)
                .update());
    }

    @Test
    void doesNotCountAMessageThatNeverArrived() {
        publish(preference(1, List.of(NEW_YORK)));
        var arrived = Ids.next();
        var lost = Ids.next();
        publish(job(Milestone.SENT, lost, NINE));
        publish(job(Milestone.BOUNCED, lost, NINE.plusSeconds(10)));
        publish(job(Milestone.SENT, arrived, SIX));

        eventually(() -> assertThat(hours()).containsExactly("18 1/0"));
    }

    @Test
    void learnsNothingOfMessagesToSeveralPatients() {
        engagement.noteJobs(List.of(of(Milestone.SENT, Ids.next(), NINE, true, null)));

        assertThat(query("SELECT job_id FROM engagement_jobs WHERE patient_id = " + patient))
                .isEmpty();
    }

    @Test
    void takesNoSilenceForAnAnswerToANoticeThatAsksNothing() {
        publish(preference(1, List.of(NEW_YORK)));
        publish(of(Milestone.SENT, Ids.next(), NINE, null, true));
        publish(job(Milestone.SENT, Ids.next(), SIX));

        eventually(() -> assertThat(hours()).containsExactly("18 1/0"));
    }

    /** A message of an hour ago may still be answered: only the next day it is evidence against its hour. */
    @Test
    void waitsForAnswersBeforeItTakesSilenceForEvidence() {
        publish(preference(1, List.of(NEW_YORK)));
        publish(job(Milestone.SENT, Ids.next(), clock.instant().minusSeconds(3_600)));
        eventually(() -> assertThat(query("SELECT learn_at FROM engagement_patients WHERE patient_id = " + patient
                        + " AND learn_at > '2026-03-02'"))
                .hasSize(1));
        assertThat(insights()).isEmpty();

        clock.advance(Duration.ofHours(24));

        eventually(() -> assertThat(newest().hourWeights()).isNotNull());
    }

    @Test
    void namesNoHourWhileTheZoneIsUnknownAndLearnsItLater() {
        publish(preference(1, List.of(NEW_YORK, "America/Chicago")));
        eveningPerson().forEach(this::publish);
        eventually(() -> assertThat(newest().fatigue()).isEqualTo(0.65));
        assertThat(insights()).allMatch(insight -> insight.bestHour() == null && insight.hourWeights() == null);
        assertThat(newest().reason()).isEqualTo(Estimate.NO_ZONE);

        publish(preference(2, List.of("America/Chicago")));

        awaitInsight(17);
    }

    @Test
    void passesOverAnOlderPreference() {
        publish(preference(5, List.of(NEW_YORK)));
        await().untilAsserted(() -> assertThat(zone()).containsEntry("timezone", NEW_YORK));

        engagement.notePreferences(List.of(preference(4, List.of("Pacific/Honolulu"))));

        assertThat(zone()).containsEntry("timezone", NEW_YORK).containsEntry("preference_version", 5L);
    }

    @Test
    void takesTheNewestOfThoseThatCameTogether() {
        engagement.notePreferences(List.of(
                preference(1, List.of("Pacific/Honolulu")),
                preference(3, List.of(NEW_YORK)),
                preference(2, List.of("Pacific/Honolulu"))));

        assertThat(zone()).containsEntry("timezone", NEW_YORK).containsEntry("preference_version", 3L);
    }

    @Test
    void takesAnUnknownZoneNameForUnknown() {
        publish(preference(1, List.of("Mars/Olympus_Mons")));
        publish(job(Milestone.SENT, Ids.next(), NINE));

        eventually(
                () -> assertThat(zone()).containsEntry("preference_version", 1L).containsEntry("timezone", null));
        assertThat(hours()).isEmpty();
    }

    @Test
    void letsAPatientRecoverWithoutFurtherEvents() {
        for (var i = 0; i < 5; i++) {
            publish(job(Milestone.SENT, Ids.next(), clock.instant().plusSeconds(i)));
        }
        clock.advance(Duration.ofMinutes(1));
        eventually(() -> assertThat(newest().fatigue()).isEqualTo(0.65));

        clock.advance(Duration.ofDays(7));

        eventually(() -> assertThat(newest().fatigue()).isZero());
        assertVersionsRiseByOne();
    }

    @Test
    void tellsHowLikelyTheNextVisitIsMissedAndThatItIsOver() {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                key(),
                new EventHeaders(UUID.randomUUID().toString(), "appointment.booked", "test", clock.instant(), null),
                visit(1, clock.instant().plus(Duration.ofDays(9))));

        // First visit, nine days ahead, on a Wednesday.
        eventually(() -> assertThat(newest().noShowRisk()).isEqualTo(0.192));

        clock.advance(Duration.ofDays(10));
        eventually(() -> assertThat(newest().noShowRisk()).isNull());
    }
}
