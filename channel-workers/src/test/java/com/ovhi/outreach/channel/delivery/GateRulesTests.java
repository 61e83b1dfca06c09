package com.ovhi.outreach.channel.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.permission.Permission;
import com.ovhi.outreach.channel.permission.Suppression;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateRulesTests {

    private static final Instant DEADLINE = Samples.dispatchOrdered().deadline();

    @Test
    void letsAMessagePassThatThePatientAllows() {
        assertThat(judge(Samples.dispatchOrdered(), allowed(), Samples.AT)).isEmpty();
    }

    @Test
    void refusesWhatWasCalledOff() {
        var candidate = new Candidate(Samples.dispatchOrdered(), Samples.HASH, allowed(), true, null);

        assertThat(GateRules.objection(candidate, Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "cancelled"));
    }

    @Test
    void refusesWhoOptedOut() {
        var optedOut = new Permission(Samples.ORGANIZATION, false, true, Samples.HASH, Suppression.NONE, 1);

        assertThat(judge(Samples.dispatchOrdered(), optedOut, Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "opted-out"));
    }

    @Test
    void refusesMarketingWithoutMarketingConsent() {
        assertThat(judge(marketing(), allowed(), Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "opted-out"));
    }

    @Test
    void refusesAnAddressThatIsNotThePatientsAnyMore() {
        assertThat(judge(Samples.dispatchOrdered(), permission("f".repeat(32), Suppression.NONE), Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "address-changed"));
        assertThat(judge(Samples.dispatchOrdered(), permission(null, Suppression.NONE), Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "address-changed"));
    }

    @Test
    void refusesASuppressedAddress() {
        assertThat(judge(Samples.dispatchOrdered(), permission(Samples.HASH, Suppression.ALL), Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "suppressed"));
    }

    @Test
    void refusesOnlyMarketingWhereOnlyMarketingIsSuppressed() {
        var willing = new Permission(Samples.ORGANIZATION, true, true, Samples.HASH, Suppression.MARKETING, 1);

        assertThat(judge(Samples.dispatchOrdered(), willing, Samples.AT)).isEmpty();
        assertThat(judge(marketing(), willing, Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "suppressed"));
    }

    @Test
    void refusesAPatientOfAnotherOrganization() {
        var foreign = new Permission(17, true, true, Samples.HASH, Suppression.NONE, 1);

        assertThat(judge(Samples.dispatchOrdered(), foreign, Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "other-organization"));
    }

    @Test
    void parksWhatIsTooLateSoThatTheSchedulerLooksAgain() {
        assertThat(judge(Samples.dispatchOrdered(), allowed(), DEADLINE.minusNanos(1)))
                .isEmpty();
        assertThat(judge(Samples.dispatchOrdered(), allowed(), DEADLINE))
                .contains(NotSent.refused(FailureClass.PARKED, "deadline-passed"));
    }

    @Test
    void namesTheOptOutBeforeTheDeadline() {
        assertThat(judge(Samples.dispatchOrdered(), permission(Samples.HASH, Suppression.ALL), DEADLINE))
                .contains(NotSent.refused(FailureClass.REFUSED, "suppressed"));
    }

    /** Quiet hours and zone may be others since: the scheduler judges it by them. */
    @Test
    void parksWhatWasJudgedByOlderPreferences() {
        var order = Samples.dispatchOrdered();

        assertThat(judge(Orders.judgedBy(3L, order), ofVersion(3), Samples.AT)).isEmpty();
        assertThat(judge(Orders.judgedBy(3L, order), ofVersion(4), Samples.AT)).hasValueSatisfying(parked -> {
            assertThat(parked.failureClass()).isEqualTo(FailureClass.PARKED);
            assertThat(parked.code()).isEqualTo("preferences-changed");
            assertThat(parked.retryAfter())
                    .as("the scheduler may hear of it later than we do")
                    .isEqualTo(Duration.ofSeconds(15));
        });
    }

    @Test
    void letsPassWhatWasJudgedByNewerPreferencesOrNobodyKnowsWhich() {
        var order = Samples.dispatchOrdered();

        assertThat(judge(Orders.judgedBy(5L, order), ofVersion(4), Samples.AT)).isEmpty();
        assertThat(judge(Orders.judgedBy(null, order), ofVersion(4), Samples.AT))
                .isEmpty();
    }

    @Test
    void namesAnOptOutBeforeWhatElseHasChanged() {
        var optedOut = new Permission(Samples.ORGANIZATION, false, true, Samples.HASH, Suppression.NONE, 4);

        assertThat(judge(Orders.judgedBy(3L, Samples.dispatchOrdered()), optedOut, Samples.AT))
                .contains(NotSent.refused(FailureClass.REFUSED, "opted-out"));
    }

    private static Permission ofVersion(long version) {
        return new Permission(Samples.ORGANIZATION, true, false, Samples.HASH, Suppression.NONE, version);
    }

    @Test
    void refusesAReminderThatTheProviderMightDeliverAfterTheVisit() {
        var tooLate = NotSent.refused(FailureClass.WINDOW, "too-late-for-channel");
        var visit = Samples.AT.plus(Duration.ofHours(11));
        var reminder = until(visit, Purpose.APPT_REMINDER);

        assertThat(judge(reminder, Duration.ofHours(12))).contains(tooLate);
        assertThat(judge(reminder, Duration.ofHours(11))).as("gives up in time").isEmpty();
        assertThat(judge(reminder, null)).as("obeys the deadline").isEmpty();
        assertThat(judge(until(visit, Purpose.APPT_CONFIRM), Duration.ofHours(12)))
                .contains(tooLate);
        assertThat(judge(until(visit, Purpose.LAB_READY), Duration.ofHours(12)))
                .as("as good a day later")
                .isEmpty();
        assertThat(judge(until(null, Purpose.APPT_REMINDER), Duration.ofHours(12)))
                .as("nobody said until when")
                .isEmpty();
    }

    private static Optional<NotSent> judge(DispatchOrdered order, @Nullable Duration lifetime) {
        return GateRules.objection(new Candidate(order, Samples.HASH, allowed(), false, lifetime), Samples.AT);
    }

    private static DispatchOrdered until(@Nullable Instant expiresAt, Purpose purpose) {
        var order = Samples.dispatchOrdered();
        return new DispatchOrdered(
                order.jobId(),
                order.slotId(),
                order.organizationId(),
                order.patientId(),
                purpose,
                order.channel(),
                order.attempt(),
                order.deadline(),
                false,
                order.content(),
                expiresAt);
    }

    private static Optional<NotSent> judge(DispatchOrdered order, Permission permission, Instant now) {
        return GateRules.objection(new Candidate(order, Samples.HASH, permission, false, null), now);
    }

    private static Permission allowed() {
        return permission(Samples.HASH, Suppression.NONE);
    }

    private static Permission permission(@Nullable String hash, Suppression suppression) {
        return new Permission(Samples.ORGANIZATION, true, false, hash, suppression, 1);
    }

    private static DispatchOrdered marketing() {
        var order = Samples.dispatchOrdered();
        return new DispatchOrdered(
                order.jobId(),
                order.slotId(),
                order.organizationId(),
                order.patientId(),
                order.purpose(),
                order.channel(),
                order.attempt(),
                order.deadline(),
                true,
                order.content());
    }
}
