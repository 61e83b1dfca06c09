package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Members who take their first step while they enter, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class EnteringServiceTests extends RunningCampaigns {

    private static final Duration SOME_TURNS = Duration.ofSeconds(3);

    private static final Duration LATER = Duration.ofHours(2);

    private final Outcomes outcomes;

    EnteringServiceTests(CampaignKit kit, Outcomes outcomes, @LocalServerPort int port) {
        super(kit, port);
        this.outcomes = outcomes;
    }

    @Test
    void whoIsEnrolledMeanwhileIsAskedForOnce() {
        var patients = insert(organization, 4);
        var campaign = campaign(api, segment(api, 4), AT_ONCE, "");
        soon(campaign, patients.getLast());
        transactions.executeWithoutResult(_ -> {
            enrol(campaign, patients.get(1), LATER);
            activate(campaign);
        });
        clock.advance(LATER);

        run(campaign);

        assertThat(requests(campaign, 4))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrderElementsOf(patients);
        assertThat(exited(campaign, Enrolment.FINISHED)).isEqualTo(4);
    }

    /** A step that was due before is taken in the same turn, whoever of those who enter was enrolled meanwhile. */
    @Test
    void whoIsEnrolledMeanwhileHoldsUpNoStepThatIsDue() {
        var patients = insert(organization, 4);
        var campaign = campaign(api, segment(api, 4), AT_ONCE, "");
        var due = patients.getFirst();
        transactions.executeWithoutResult(_ -> enrol(campaign, due, Duration.ZERO));
        soon(campaign, patients.getLast());
        var began = clock.instant();
        transactions.executeWithoutResult(_ -> {
            enrol(campaign, patients.get(2), LATER);
            activate(campaign);
            clock.advance(Duration.ofMinutes(1));
        });

        run(campaign);

        assertThat(requests(campaign, 2))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrder(due, patients.get(1));
        assertThat(takenAt(campaign, due)).isEqualTo(began);
    }

    /** That somebody leaves may be told while they enter: they are asked for no more, or it is taken back. */
    @Test
    void whoLeavesTheSegmentMeanwhileIsNotWrittenTo() throws ExecutionException, InterruptedException {
        var patients = insert(organization, 4);
        var campaign = campaign(api, segment(api, 4), AT_ONCE, "");
        var segment = segmentOf(campaign);
        soon(campaign, patients.getLast());
        var leaver = patients.get(2);
        var leaving = Objects.requireNonNull(transactions.execute(held -> {
            enrol(campaign, patients.get(1), LATER);
            activate(campaign);
            var gone = CompletableFuture.runAsync(() -> leave(segment, leaver));
            await().pollDelay(SOME_TURNS).until(() -> true);
            held.setRollbackOnly();
            return gone;
        }));
        leaving.get();

        run(campaign);

        assertThat(exited(campaign, Enrolment.FINISHED)).isEqualTo(2);
        assertThat(exited(campaign, Goal.LEFT_SEGMENT.reason())).isEqualTo(1);
        await().untilAsserted(() -> assertThat(withdrawn(campaign))
                .extracting(StepWithdrawn::patientId)
                .containsExactlyElementsOf(asked(campaign, leaver)));
    }

    /** Steps that are due are looked for up to the next patient who waits: not to one who is not committed yet. */
    private void soon(long campaign, long patient) {
        transactions.executeWithoutResult(_ -> enrol(campaign, patient, LATER.dividedBy(2)));
    }

    /** As the news of an entry does that is not committed yet when the members are gone through. */
    private void enrol(long campaign, long patient, Duration in) {
        jdbc.sql("""
                        INSERT INTO enrolments (campaign_id, patient_id, enrolled_at, run, version, state, next_step,
                            next_at, anchor_at, previous_at)
                        VALUES (:campaign, :patient, :now, 1, 1, 'waiting', 0, :next, :next, :next)""")
                .param("campaign", campaign)
                .param("patient", patient)
                .param("now", Timestamp.from(clock.instant()))
                .param("next", Timestamp.from(clock.instant().plus(in)))
                .update();
    }

    /** Members are gone through from now on, as far as that goes. */
    private void activate(long campaign) {
        change(api, campaign, "activate", 200);
        await().pollDelay(SOME_TURNS).until(() -> true);
    }

    private void leave(long segment, long patient) {
        transactions.executeWithoutResult(
                _ -> jdbc.sql("DELETE FROM segment_members WHERE segment_id = ? AND patient_id = ?")
                        .params(segment, patient)
                        .update());
        transactions.executeWithoutResult(_ -> outcomes.membership(
                new SegmentMembershipChanged(segment, "Everybody", organization, patient, false, clock.instant())));
    }

    private Instant takenAt(long campaign, long patient) {
        return jdbc.sql("SELECT executed_at FROM step_executions WHERE campaign_id = ? AND patient_id = ?")
                .params(campaign, patient)
                .query((row, _) -> row.getTimestamp("executed_at").toInstant())
                .single();
    }

    private List<Long> asked(long campaign, long patient) {
        return requests(campaign).stream()
                .map(OutreachRequested::patientId)
                .filter(each -> each == patient)
                .toList();
    }
}
