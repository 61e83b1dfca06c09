package com.ovhi.outreach.channel.answer;

import static com.ovhi.outreach.common.ids.AnswerKind.CLARIFICATION;
import static com.ovhi.outreach.common.ids.AnswerKind.EMERGENCY;
import static com.ovhi.outreach.common.ids.AnswerKind.HELP;
import static com.ovhi.outreach.common.ids.AnswerKind.RECEIPT;
import static com.ovhi.outreach.common.ids.AnswerKind.STAFF;
import static com.ovhi.outreach.common.ids.AnswerKind.START_CONFIRMATION;
import static com.ovhi.outreach.common.ids.AnswerKind.STOP_CONFIRMATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.permission.Suppression;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class AnswerRulesTests {

    private static final Duration MINUTES_5 = Duration.ofMinutes(5);
    private static final Set<AnswerKind> OWED = EnumSet.of(HELP, EMERGENCY, STOP_CONFIRMATION);
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @EnumSource(AnswerKind.class)
    void letsAnAnswerPassToWhoeverIsThere(AnswerKind kind) {
        assertThat(Scene.of(kind).verdict()).isEqualTo("passes");
        assertThat(Scene.of(kind).ofNobody().verdict()).isEqualTo("passes");
    }

    @ParameterizedTest
    @EnumSource(AnswerKind.class)
    void refusesEveryKindAfterItsDeadline(AnswerKind kind) {
        var scene = Scene.of(kind).until(Duration.ofMinutes(2));

        assertThat(scene.verdict(Duration.ofMinutes(2).minusNanos(1))).isEqualTo("passes");
        assertThat(scene.verdict(Duration.ofMinutes(2))).isEqualTo("deadline-passed");
    }

    @ParameterizedTest
    @CsvSource({"bounce", "undeliverable", "landline", "wrong_number", "shared_phone", "what-comes-later"})
    void whereNothingArrivesOrSomebodyElseIsOnlyWhatIsOwedPassesToWhoeverHasJustWritten(String reason) {
        for (var kind : AnswerKind.values()) {
            var owed = OWED.contains(kind);
            var scene = Scene.of(kind).blocked(Suppression.ALL, reason);
            assertThat(scene.verdict()).as(kind.code()).isEqualTo(owed ? "passes" : "suppressed");
            assertThat(scene.verdict(MINUTES_5)).as(kind.code()).isEqualTo(owed ? "too-late" : "suppressed");
        }
    }

    @ParameterizedTest
    @EnumSource(AnswerKind.class)
    void answersWhoeverRefusedOnlyMarketing(AnswerKind kind) {
        assertThat(Scene.of(kind).blocked(Suppression.MARKETING, "unsubscribe").verdict())
                .isEqualTo("passes");
    }

    @Nested
    class WhenTheAddressHasOptedOut {

        @ParameterizedTest
        @CsvSource({
            "HELP, passes",
            "EMERGENCY, passes",
            "STOP_CONFIRMATION, passes",
            "START_CONFIRMATION, waits:permission-not-open",
            "CLARIFICATION, opted-out",
            "RECEIPT, opted-out",
            "STAFF, opted-out"
        })
        void onlyWhatIsOwedPasses(AnswerKind kind, String verdict) {
            for (var reason : new String[] {"stop", "complaint", "unsubscribe", "unreadable"}) {
                assertThat(Scene.of(kind).blocked(Suppression.ALL, reason).verdict())
                        .as(reason)
                        .isEqualTo(verdict);
            }
            assertThat(Scene.of(kind).allowed(false).verdict()).isEqualTo(verdict);
            assertThat(Scene.of(kind).stopped(Duration.ZERO).verdict()).isEqualTo(verdict);
            assertThat(Scene.of(kind).ofNobody(true, false).verdict()).isEqualTo(verdict);
        }

        @ParameterizedTest
        @EnumSource(
                value = AnswerKind.class,
                names = {"HELP", "EMERGENCY", "STOP_CONFIRMATION"})
        void andThatForFiveMinutes(AnswerKind kind) {
            var scene = Scene.of(kind).blocked(Suppression.ALL, "stop");

            assertThat(scene.candidate().until()).isEqualTo(Scene.ASKED.plus(MINUTES_5));
            assertThat(scene.verdict(MINUTES_5.minusNanos(1))).isEqualTo("passes");
            assertThat(scene.verdict(MINUTES_5)).isEqualTo("too-late");
        }

        @Test
        void anotherPatientOfTheSameTelephoneDoesNotSpeakForTheOneWhoIsNamed() {
            assertThat(Scene.of(RECEIPT).verdict()).isEqualTo("passes");
            assertThat(Scene.of(RECEIPT).ofNobody(true, false).verdict()).isEqualTo("opted-out");
        }

        @Test
        void startOpensItAgainBeforeThePermissionsShowThatStopWasHeard() {
            var scene = Scene.of(RECEIPT).stopped(Duration.ofMinutes(-9)).started(Duration.ofMinutes(-4));

            assertThat(scene.verdict()).isEqualTo("passes");
        }

        @Test
        void permissionsThatAreNewerThanTheStopDecide() {
            var before = Scene.ASKED.minus(Duration.ofMinutes(9));
            var stopped = Scene.of(RECEIPT).stopped(Duration.ofMinutes(-8));

            assertThat(stopped.blocked(Suppression.NONE, "stop", before, before).verdict())
                    .isEqualTo("opted-out");
            var later = before.plus(Duration.ofMinutes(3));
            assertThat(stopped.blocked(Suppression.NONE, "stop", later, later).verdict())
                    .isEqualTo("passes");
        }
    }

    @Nested
    class WhenStopIsConfirmed {

        @Test
        void itIsNotConfirmedTwice() {
            assertThat(Scene.of(STOP_CONFIRMATION)
                            .confirmedStop(Duration.ofMinutes(-3))
                            .verdict())
                    .isEqualTo("already-confirmed");
            assertThat(Scene.of(STOP_CONFIRMATION).confirmedStop(Duration.ZERO).verdict())
                    .isEqualTo("already-confirmed");
        }

        @Test
        void aStopAfterAStartIsAnotherOne() {
            var scene = Scene.of(STOP_CONFIRMATION).confirmedStop(Duration.ofMinutes(-30));

            assertThat(scene.started(Duration.ofMinutes(-40)).verdict()).isEqualTo("already-confirmed");
            assertThat(scene.started(Duration.ofMinutes(-20)).verdict()).isEqualTo("passes");
        }

        @Test
        void aStopAfterThePermissionWasOpenIsAnotherOneHoweverItWasOpened() {
            var confirmed = Scene.ASKED.minus(Duration.ofMinutes(30));
            var scene = Scene.of(STOP_CONFIRMATION).confirmedStop(Duration.ofMinutes(-30));

            assertThat(scene.blocked(Suppression.ALL, "stop", Scene.ASKED, confirmed.minus(SECOND))
                            .verdict())
                    .isEqualTo("already-confirmed");
            assertThat(scene.blocked(Suppression.ALL, "stop", Scene.ASKED, confirmed.plus(SECOND))
                            .verdict())
                    .isEqualTo("passes");
        }

        @Test
        void itIsTooLateAfterFiveMinutesWhateverElseIsKnown() {
            var scene = Scene.of(STOP_CONFIRMATION);

            assertThat(scene.candidate().until()).isEqualTo(Scene.ASKED.plus(MINUTES_5));
            assertThat(scene.verdict(MINUTES_5)).isEqualTo("too-late");
            assertThat(Scene.of(HELP).verdict(MINUTES_5))
                    .as("help to a willing patient")
                    .isEqualTo("passes");
        }
    }

    @ParameterizedTest
    @EnumSource(AnswerKind.class)
    void waitsForPermissionsOfWhomItKnowsNothingUnlessTheAnswerIsOwed(AnswerKind kind) {
        var owed = kind == HELP || kind == EMERGENCY || kind == STOP_CONFIRMATION;

        assertThat(Scene.of(kind).unheardOf().verdict()).isEqualTo(owed ? "passes" : "waits:permission-unknown");
        assertThat(Scene.of(kind).ofOrganization(17).verdict()).isEqualTo(owed ? "passes" : "other-organization");
        assertThat(Scene.of(kind).livingAt("f".repeat(32)).verdict()).isEqualTo(owed ? "passes" : "address-changed");
        assertThat(Scene.of(kind).livingAt(null).verdict()).isEqualTo(owed ? "passes" : "address-changed");
    }

    @ParameterizedTest
    @EnumSource(
            value = AnswerKind.class,
            mode = Mode.EXCLUDE,
            names = {"STOP_CONFIRMATION"})
    void sendsFreeTextOnWhatsAppWithinADayAfterTheNewestMessage(AnswerKind kind) {
        var day = Duration.ofHours(24);

        assertThat(Scene.of(kind).on(Channel.WHATSAPP).verdict(day.minusNanos(1)))
                .isEqualTo("passes");
        assertThat(Scene.of(kind).on(Channel.WHATSAPP).verdict(day)).isEqualTo("window-closed");
        var newer = Scene.of(kind).on(Channel.WHATSAPP).newestMessage(Duration.ofHours(5));
        assertThat(newer.verdict(day)).isEqualTo("passes");
        assertThat(newer.candidate().until()).isEqualTo(Scene.ASKED.plus(Duration.ofHours(29)));
        assertThat(Scene.of(kind).on(Channel.WHATSAPP).asTemplate().verdict(day))
                .isEqualTo("passes");
        assertThat(Scene.of(kind).on(Channel.SMS).verdict(day)).isEqualTo("passes");
    }

    @ParameterizedTest
    @EnumSource(AnswerKind.class)
    void answersAMessageOnceInEachKindAndStaffAsOftenAsTheyLike(AnswerKind kind) {
        assertThat(Scene.of(kind).answeredAlready().verdict()).isEqualTo(kind == STAFF ? "passes" : "already-answered");
    }

    @Nested
    class BetweenTwoMachines {

        @ParameterizedTest
        @EnumSource(
                value = AnswerKind.class,
                names = {"HELP", "START_CONFIRMATION", "CLARIFICATION", "RECEIPT"})
        void threeAnswersInTenMinutesAreEnough(AnswerKind kind) {
            var two = Scene.of(kind)
                    .sent(CLARIFICATION, 1, Duration.ofMinutes(1))
                    .sent(EMERGENCY, 1, Duration.ofMinutes(9));
            assertThat(two.verdict()).isEqualTo("passes");
            assertThat(two.sent(STOP_CONFIRMATION, 1, Duration.ofMinutes(5)).verdict())
                    .isEqualTo("loop-guard");
            assertThat(two.verdict(Duration.ofMinutes(1)))
                    .as("one has grown old")
                    .isEqualTo("passes");
        }

        @Test
        void tenAnswersInADayAreEnough() {
            var nine = Scene.of(CLARIFICATION).sent(CLARIFICATION, 9, Duration.ofHours(3));
            assertThat(nine.verdict()).isEqualTo("passes");
            assertThat(nine.sent(HELP, 1, Duration.ofHours(23)).verdict()).isEqualTo("loop-guard");
        }

        @Test
        void oneReceiptADayIsEnough() {
            var given = Scene.of(RECEIPT).sent(RECEIPT, 1, Duration.ofHours(23));

            assertThat(given.verdict()).isEqualTo("receipt-given");
            assertThat(given.verdict(Duration.ofHours(1))).isEqualTo("passes");
        }

        @Test
        void helpIsGivenThreeTimesADay() {
            assertThat(Scene.of(HELP).sent(HELP, 2, Duration.ofHours(5)).verdict())
                    .isEqualTo("passes");
            assertThat(Scene.of(HELP).sent(HELP, 3, Duration.ofHours(5)).verdict())
                    .isEqualTo("loop-guard");
        }

        @ParameterizedTest
        @CsvSource({"EMERGENCY, 6", "STOP_CONFIRMATION, 3"})
        void whatMattersMostHasACeilingOfItsOwn(AnswerKind kind, int most) {
            var crowded = Scene.of(kind).sent(CLARIFICATION, 10, Duration.ofMinutes(2));
            assertThat(crowded.verdict()).isEqualTo("passes");
            assertThat(crowded.sent(kind, most - 1, Duration.ofMinutes(2)).verdict())
                    .isEqualTo("passes");
            assertThat(crowded.sent(kind, 1, Duration.ofMinutes(2)).verdict()).isEqualTo("loop-guard");
        }

        @Test
        void peopleAreNeitherCountedNorLimited() {
            assertThat(Scene.of(STAFF)
                            .sent(CLARIFICATION, 10, Duration.ofMinutes(2))
                            .verdict())
                    .isEqualTo("passes");
            assertThat(Scene.of(START_CONFIRMATION)
                            .sent(STAFF, 20, Duration.ofMinutes(2))
                            .verdict())
                    .isEqualTo("passes");
        }
    }

    @Test
    void namesTheOptOutBeforeTheLoop() {
        assertThat(Scene.of(RECEIPT)
                        .allowed(false)
                        .sent(RECEIPT, 5, Duration.ofMinutes(1))
                        .verdict())
                .isEqualTo("opted-out");
    }
}
