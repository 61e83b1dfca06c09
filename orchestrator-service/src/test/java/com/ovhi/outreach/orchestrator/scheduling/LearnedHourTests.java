package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.OptimizerSwitched;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Insight;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What was learned of hours reaches the scheduler, and what was drawn reaches the optimiser. */
@ServiceTest(schema = "ovhi_orchestrator")
class LearnedHourTests extends RunningOrchestrator {

    private static final HourWeights EVEN =
            new HourWeights(Collections.nCopies(24, 1.0 / 32), Collections.nCopies(24, 1.0 / 32));

    private final Insights insights;
    private Clinic clinic;
    private long patient;

    LearnedHourTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            Insights insights,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
        this.insights = insights;
        clinic = usualClinic();
    }

    @BeforeEach
    void openClinic() {
        clinic = usualClinic().open();
        patient = clinic.patient();
    }

    @Test
    void asksForADrawAndTellsWhatWasDrawn() {
        learned(1, EVEN, 0.35);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).hourWeights()).isEqualTo(EVEN));
        assertThat(insights.of(clinic.id(), patient).highRisk()).isTrue();

        var reply = schedule(clinic, "drawn-0001", reminder(clinic, patient, "").replace("appt_reminder", "rx_refill"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(plans()).last().satisfies(asked -> {
            assertThat(asked.hourWeights()).isEqualTo(EVEN);
            assertThat(asked.seed()).isNotNull();
        });
        var told = kafka.await(Topics.SEND_TIME, SendTimeChosen.class, each -> each.patientId() == patient);
        assertThat(told.jobId()).isEqualTo(UUID.fromString(reply.at("/job_id")));
        assertThat(told.organizationId()).isEqualTo(clinic.id());
        assertThat(told.choice()).isEqualTo(Neighbours.DRAWN);
    }

    @Test
    void tellsNothingWhereNothingWasDrawn() {
        var reply = schedule(
                clinic,
                "drawn-0002",
                reminder(clinic, patient, ", \"send_at\": \"2026-03-04T15:00:00Z\"")
                        .replace("appt_reminder", "rx_refill"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(kafka.events(Topics.SEND_TIME, SendTimeChosen.class)).noneMatch(each -> each.patientId() == patient);
    }

    /** Weights nobody can draw by would make every plan fail. */
    @Test
    void keepsNoAbsurdWeights() {
        var absurd = new ArrayList<>(EVEN.workdays());
        absurd.set(3, -7.0);
        learned(1, new HourWeights(absurd, EVEN.weekend()), null);
        learned(2, new HourWeights(List.of(1.0), List.of()), 0.1);

        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).noShowRisk()).isEqualTo(0.1));
        assertThat(insights.of(clinic.id(), patient).hourWeights()).isNull();
        assertThat(insights.of(clinic.id(), patient).highRisk()).isFalse();
    }

    /** An hour no day has would make every plan fail. */
    @Test
    void keepsNoAbsurdHour() {
        learned(1, 23, null, 0.1);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isEqualTo(23));
        learned(2, 24, null, 0.2);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).noShowRisk()).isEqualTo(0.2));
        assertThat(insights.of(clinic.id(), patient).bestHour()).isNull();
        learned(3, -1, null, 0.3);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).noShowRisk()).isEqualTo(0.3));
        assertThat(insights.of(clinic.id(), patient).bestHour()).isNull();
    }

    @Test
    void keepsTheNewestOfInsightsThatComeInAnyOrder() {
        learned(3, EVEN, 0.3);
        learned(2, null, 0.9);

        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).noShowRisk()).isEqualTo(0.3));
        learned(4, null, null);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).hourWeights()).isNull());
        assertThat(insights.of(clinic.id(), patient).noShowRisk()).isZero();
    }

    @Test
    void usesNothingThatWasLearnedOnceTheOrganisationSaysSo() {
        learned(1, 18, EVEN, 0.3);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isEqualTo(18));

        switched(2, false);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient)).isEqualTo(new Insight(null, null, 0, null, 0)));
        switched(1, true);
        learned(2, 19, EVEN, 0.3);
        switched(4, true);

        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isEqualTo(19));
    }

    /** preference-service takes back what it has learned patient by patient, which may take a while. */
    @Test
    void plansByNoLearnedHourOnceTheOrganisationSaysSoThoughPreferencesStillHaveIt() {
        Neighbours.prefers(preferring(18, EffectivePreferences.LEARNED, null));
        learned(1, 18, null, 0.3);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isEqualTo(18));
        assertThat(hourPlannedBy("switched-0001")).isEqualTo(18);

        switched(2, false);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isNull());
        assertThat(hourPlannedBy("switched-0002")).isNull();

        Neighbours.prefers(preferring(9, "patient", null));
        assertThat(hourPlannedBy("switched-0003")).isEqualTo(9);
    }

    @Test
    void plansByTheClinicsHourOnceNothingLearnedMayBeUsed() {
        Neighbours.prefers(preferring(18, EffectivePreferences.LEARNED, 10));
        learned(1, 18, null, 0.3);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isEqualTo(18));
        assertThat(hourPlannedBy("unlearned-0001"))
                .as("what was learned is nearer")
                .isEqualTo(18);

        switched(2, false);
        await().untilAsserted(() ->
                assertThat(insights.of(clinic.id(), patient).bestHour()).isNull());

        assertThat(hourPlannedBy("unlearned-0002")).isEqualTo(10);
    }

    private EffectivePreferences preferring(int hour, String decidedBy, @Nullable Integer unlearned) {
        return new PreferencesLike(clinic.preferences(patient, true))
                .bestHour(hour, decidedBy)
                .unlearned(unlearned)
                .preferences();
    }

    private @Nullable Integer hourPlannedBy(String key) {
        var before = plans().size();
        var reply = schedule(clinic, key, reminder(clinic, patient, "").replace("appt_reminder", "rx_refill"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return plans().subList(before, plans().size()).getFirst().bestHour();
    }

    private void switched(long version, boolean enabled) {
        var switched = new OptimizerSwitched(clinic.id(), enabled, version, SettableClock.START);
        kafka.publish(Topics.INSIGHT, switched.key(), switched);
    }

    private List<PlanRequest> plans() {
        return Neighbours.plans().stream()
                .filter(each -> Objects.equals(each.organizationId(), clinic.id()))
                .toList();
    }

    private void learned(long version, @Nullable HourWeights weights, @Nullable Double risk) {
        learned(version, null, weights, risk);
    }

    private void learned(
            long version, @Nullable Integer bestHour, @Nullable HourWeights weights, @Nullable Double risk) {
        kafka.publish(
                Topics.INSIGHT,
                Long.toString(patient),
                new InsightLearned(
                        patient,
                        clinic.id(),
                        version,
                        bestHour,
                        Channel.EMAIL,
                        0,
                        0.2,
                        4,
                        SettableClock.START,
                        weights,
                        null,
                        0.9,
                        risk,
                        "uncertain"));
    }
}
