package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.testing.ServiceTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.UncategorizedSQLException;

/** News that came together hold patients in the order in which they came, which may be any, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class CrossedLocksServiceTests extends RunningCampaigns {

    private static final String LATER = IN_TWO_DAYS.replace("P2D", "P4D");

    CrossedLocksServiceTests(CampaignKit kit, @LocalServerPort int port) {
        super(kit, port);
    }

    @Test
    void whoeverMovesPatientsMayMeetNewsOfThem() throws ExecutionException, InterruptedException {
        var patients = insert(organization, 2);
        var campaign = started(2, IN_TWO_DAYS, "");
        edit(campaign);
        change(api, campaign, "activate?move=false", 200);
        run(campaign);

        var moved = crossed(
                campaign,
                patients.getLast(),
                patients.getFirst(),
                () -> change(api, campaign, "move", 200).path("patients").asInt());

        assertThat(moved).isEqualTo(2);
        assertThat(onVersion(campaign, 2)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "paused"})
    void soMayWhoeverActivatesACampaignWithAllItsPatients(String before)
            throws ExecutionException, InterruptedException {
        var patients = insert(organization, 2);
        var campaign = started(2, IN_TWO_DAYS, "");
        if (before.equals("paused")) {
            change(api, campaign, "pause", 200);
        }
        edit(campaign);

        var running = crossed(
                campaign,
                patients.getLast(),
                patients.getFirst(),
                () -> change(api, campaign, "activate?move=true", 200)
                        .path("running_version")
                        .asInt());

        assertThat(running).isEqualTo(2);
        assertThat(onVersion(campaign, 2)).isEqualTo(2);
    }

    @Test
    void whomNewsHoldIsPassedOverUntilTheNextTime() {
        var patients = insert(organization, 2);
        var campaign = started(2, IN_TWO_DAYS, "");

        transactions.executeWithoutResult(_ -> {
            hold(campaign, patients.getFirst(), "");
            clock.advance(Duration.ofDays(2));
            assertThat(requests(campaign, 1))
                    .singleElement()
                    .extracting(OutreachRequested::patientId)
                    .isEqualTo(patients.getLast());
        });
        run(campaign);

        assertThat(requests(campaign, 2))
                .extracting(OutreachRequested::patientId)
                .containsExactlyInAnyOrderElementsOf(patients);
    }

    private void edit(long campaign) {
        api.put("/api/v1/campaigns/" + campaign, body(segmentOf(campaign), LATER, ""), 200);
    }

    private long onVersion(long campaign, int version) {
        return count(
                "SELECT COUNT(*) FROM enrolments WHERE version = " + version + " AND campaign_id = :campaign",
                campaign);
    }

    /** A call that holds one patient and then the other meets somebody who does it the other way round. */
    private int crossed(long campaign, long last, long first, Supplier<Integer> call)
            throws ExecutionException, InterruptedException {
        var answer = new CompletableFuture<Integer>();
        transactions.executeWithoutResult(status -> {
            // The database undoes the transaction that has written less.
            insert(organization, 500);
            hold(campaign, last, "");
            answer.completeAsync(call, Thread::startVirtualThread);
            await().until(() -> isHeld(campaign, first));
            hold(campaign, first, "");
            status.setRollbackOnly();
        });
        return answer.get();
    }

    private void hold(long campaign, long patient, String how) {
        jdbc.sql("SELECT state FROM enrolments WHERE campaign_id = ? AND patient_id = ? FOR UPDATE " + how)
                .params(campaign, patient)
                .query(String.class)
                .single();
    }

    /** MySQL has an error of its own for a lock that is not waited for, which Spring does not know. */
    private boolean isHeld(long campaign, long patient) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                transactions.executeWithoutResult(_ -> hold(campaign, patient, "NOWAIT"));
                                return false;
                            } catch (PessimisticLockingFailureException | UncategorizedSQLException e) {
                                return true;
                            }
                        },
                        Thread::startVirtualThread)
                .join();
    }
}
