package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.experiment.Design;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.experiment.Variant;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Patients who die, or whose record is merged into another, while they are in a campaign, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class GivenUpRecordServiceTests extends RunningCampaigns {

    /** A question; a reminder after two days of silence; thanks for an answer. */
    private static final String DIALOGUE = """
            {"purpose": "rx_refill", "await_reply": {"timeout": "P2D", "on_timeout": 1, "on_reply": 2}},
            {"purpose": "rx_refill", "from": "previous", "next": 3},
            {"purpose": "rx_refill", "from": "previous"}""";

    GivenUpRecordServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void whoseRecordWasMergedGoesOnUnderTheOtherOne() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE + "," + IN_TWO_DAYS, "");
        awaitSent(campaign);

        var kept = merge(campaign, given);
        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 2).getLast()).satisfies(each -> {
            assertThat(each.patientId()).isEqualTo(kept);
            assertThat(step(each).step()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {AT_ONCE, DIALOGUE})
    void whatWaitedForTheFormerRecordIsAskedForAgain(String steps) {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, steps, "");
        requests(campaign, 1);

        var kept = merge(campaign, given);
        run(campaign);
        assertThat(stepsOf(campaign, kept)).as("before it is called off").isEmpty();
        clock.advance(Duration.ofMinutes(1));
        run(campaign);

        requests(campaign, 2);
        assertThat(stepsOf(campaign, kept)).containsExactly(0);
    }

    @Test
    void whatAPauseHeldIsAskedForUnderTheOtherRecord() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.CANCELLED, "campaign-held");
        change(api, campaign, "pause", 200);

        var kept = insert(organization, 1).getFirst();
        feed.merged(organization, given, kept);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM segment_members WHERE patient_id IN (?, ?)")
                                .params(given, kept)
                                .query(Integer.class)
                                .single()
                        == 1
                && jdbc.sql("SELECT COUNT(*) FROM segment_members WHERE patient_id = ?")
                                .param(kept)
                                .query(Integer.class)
                                .single()
                        == 1);
        change(api, campaign, "activate", 200);
        run(campaign);
        clock.advance(Duration.ofMinutes(1));
        run(campaign);

        requests(campaign, 2);
        assertThat(stepsOf(campaign, kept)).containsExactly(0);
    }

    @Test
    void whatStaffCalledOffIsNotAskedForUnderTheOtherRecord() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.CANCELLED, "cancelled-by-caller");
        await().until(() ->
                count("SELECT COUNT(ended_at) FROM step_executions WHERE campaign_id = :campaign", campaign) == 1);

        var kept = merge(campaign, given);
        clock.advance(Duration.ofMinutes(1));
        run(campaign);

        assertThat(stepsOf(campaign, kept)).isEmpty();
    }

    @Test
    void whoGotItAllHasGoneThroughItUnderTheOtherRecordToo() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, "");
        awaitSent(campaign);

        var kept = merge(campaign, given);
        clock.advance(Duration.ofMinutes(1));
        run(campaign);

        assertThat(stepsOf(campaign, kept)).isEmpty();
    }

    @Test
    void aMergeIsNoEntryOnWhichACampaignBeginsAgain() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, AT_ONCE, ", \"terms\": {\"reentry_after_days\": 0}");
        awaitSent(campaign);
        clock.advance(Duration.ofMinutes(1));

        var kept = merge(campaign, given);
        clock.advance(Duration.ofMinutes(1));
        goOn(campaign);

        assertThat(count("SELECT MAX(run) FROM enrolments WHERE campaign_id = :campaign", campaign))
                .isEqualTo(1);
        assertThat(stepsOf(campaign, kept)).isEmpty();
    }

    @Test
    void whoseAnswerIsAwaitedIsRemindedNoSooner() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, DIALOGUE, "");
        awaitSent(campaign);

        clock.advance(Duration.ofHours(1));
        var kept = merge(campaign, given);
        run(campaign);
        assertThat(stepsOf(campaign, kept)).isEmpty();
        clock.advance(Duration.ofHours(46));
        run(campaign);
        assertThat(stepsOf(campaign, kept)).as("an hour too early").isEmpty();
        clock.advance(Duration.ofHours(1));
        run(campaign);

        requests(campaign, 2);
        assertThat(stepsOf(campaign, kept)).containsExactly(1);
    }

    @Test
    void anAnswerToWhatTheFormerRecordGotCounts() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(1, DIALOGUE, "");
        awaitSent(campaign);
        var kept = merge(campaign, given);

        reply(kept, Intent.QUESTION);
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/answered").asInt()).isEqualTo(1));
        run(campaign);

        requests(campaign, 2);
        assertThat(stepsOf(campaign, kept)).containsExactly(2);
    }

    @Test
    void whoHasDiedGetsNothingMore() {
        var patients = insert(organization, 2);
        var campaign = started(2, AT_ONCE + "," + IN_TWO_DAYS, ", \"terms\": {\"exit_on\": []}");
        requests(campaign, 2);

        feed.deceased(organization, patients.getFirst());
        await().until(() -> jdbc.sql("SELECT gone_at IS NOT NULL FROM patients WHERE patient_id = ?")
                .param(patients.getFirst())
                .query(Boolean.class)
                .single());
        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 3).getLast().patientId()).isEqualTo(patients.getLast());
        assertThat(exited(campaign, "patient-gone")).isEqualTo(1);
    }

    @Test
    void whoHasMetAnExperimentStaysInItUnderTheOtherRecord() {
        var given = insert(organization, 1).getFirst();
        var campaign = started(
                1,
                AT_ONCE + "," + IN_TWO_DAYS,
                ", \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1},"
                        + " {\"name\": \"b\", \"weight\": 1}]}");
        awaitSent(campaign);
        await().until(() -> exposures(campaign).size() == 1);
        var met = exposures(campaign).getFirst();

        var kept = drawnOtherwise(met);
        merge(campaign, given, kept);
        clock.advance(Duration.ofDays(2));
        run(campaign);

        assertThat(requests(campaign, 2).getLast()).satisfies(each -> {
            assertThat(each.patientId()).isEqualTo(kept);
            assertThat(each.abVariant()).isEqualTo(met.variant());
        });
        assertThat(exposures(campaign)).containsExactly(met);
        assertThat(count("""
                SELECT COUNT(*) FROM experiment_exposures x JOIN experiments e ON e.id = x.experiment_id
                WHERE e.campaign_id = :campaign""", campaign)).as("another exposure would be told of").isEqualTo(2);
    }

    private List<ExperimentExposed> exposures(long campaign) {
        return kafka.events(Topics.EXPOSURE, ExperimentExposed.class).stream()
                .filter(each -> each.campaignId() == campaign)
                .toList();
    }

    /** A new record that would be drawn for another variant. */
    private long drawnOtherwise(ExperimentExposed met) {
        var variants = List.of(
                new Variant("a", 1, null, null, null, null, null), new Variant("b", 1, null, null, null, null, null));
        var design = new Design(variants, null, null, null, null, null);
        var experiment = new Experiment(met.experimentId(), organization, design, null, Set.of());
        return insert(organization, 30).stream()
                .filter(each -> !Objects.equals(experiment.draw(each).orElseThrow(), met.variant()))
                .findFirst()
                .orElseThrow();
    }

    private void awaitSent(long campaign) {
        news(requests(campaign, 1).getFirst(), UUID.randomUUID(), Milestone.SENT, null);
        await().untilAsserted(() ->
                assertThat(progress(campaign).at("/steps/0/sent").asInt()).isEqualTo(1));
    }

    /** Gives a record up for a new one, and waits until that has taken its place; returns the new one. */
    private long merge(long campaign, long given) {
        var kept = insert(organization, 1).getFirst();
        merge(campaign, given, kept);
        return kept;
    }

    private void merge(long campaign, long given, long kept) {
        feed.merged(organization, given, kept);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count(
                                "SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign AND (patient_id = "
                                        + kept + " OR state = 'exited')",
                                campaign))
                        .isEqualTo(2));
    }

    /** From 0. */
    private List<Integer> stepsOf(long campaign, long patient) {
        return requests(campaign).stream()
                .filter(each -> each.patientId() == patient)
                .map(each -> step(each).step())
                .toList();
    }
}
