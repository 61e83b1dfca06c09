package com.ovhi.outreach.scheduler.window;

import static com.ovhi.outreach.scheduler.window.Windows.judge;
import static com.ovhi.outreach.scheduler.window.Windows.marketing;
import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static com.ovhi.outreach.scheduler.window.Windows.urgent;
import static com.ovhi.outreach.scheduler.window.Windows.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import com.ovhi.outreach.scheduler.window.InvalidWindow.Flaw;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendHoursTests {

    private static final String NEW_YORK = "America/New_York";
    private static final Instant FAR = Instant.parse("2027-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T08:59:59, false",
        "2026-03-02T09:00, true",
        "2026-03-02T19:44:59, true",
        "2026-03-02T19:45, false",
        "2026-03-02T20:00, false",
        "2026-03-01T12:00, true",
        "2026-07-03T12:00, true"
    })
    void routineHoursAreNineToEightWithAClosingMargin(String local, boolean allowed) {
        assertThat(judge().hours(routine(NEW_YORK), Sender.ANY).allow(at(local, NEW_YORK)))
                .isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingLeavesBeforeTheTimeItWasPromisedFor(boolean urgent) {
        var promised = at("2026-03-02T14:00", NEW_YORK);
        var window = new SendWindow(List.of(NEW_YORK), null, null, false, urgent, null, null, null, null, promised);

        var hours = judge().hours(window, Sender.ANY);

        assertThat(hours.allow(promised.minusMillis(1))).isFalse();
        assertThat(hours.allow(promised)).isTrue();
        assertThat(hours.objections(promised.minusMillis(1))).containsExactly("not-before 2026-03-02T19:00:00Z");
        assertThat(hours.nextOpen(at("2026-03-02T10:00", NEW_YORK), FAR)).contains(promised);
        assertThat(hours.nextOpen(at("2026-03-02T10:00", NEW_YORK), promised)).isEmpty();
        assertThat(hours.previousOpen(promised, at("2026-03-02T10:00", NEW_YORK)))
                .isEmpty();
        assertThat(hours.previousOpen(promised.plusSeconds(60), at("2026-03-02T10:00", NEW_YORK)))
                .contains(new Stretch(promised, promised.plusSeconds(60)));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:59, false", // Monday
        "2026-03-02T10:00, true",
        "2026-03-02T17:44, true",
        "2026-03-02T17:45, false",
        "2026-03-07T16:44, true", // Saturday
        "2026-03-07T16:45, false",
        "2026-03-08T12:00, false", // Sunday
        "2026-07-03T12:00, false" // holiday
    })
    void marketingHoursSatisfyEveryState(String local, boolean allowed) {
        assertThat(judge().hours(marketing(NEW_YORK), Sender.ANY).allow(at(local, NEW_YORK)))
                .isEqualTo(allowed);
    }

    @Test
    void quietHoursOfThePatientNarrowTheContactHours() {
        var hours = judge().hours(window("18:30", "10:30", NEW_YORK), Sender.ANY);

        assertThat(hours.nextOpen(at("2026-03-02T09:00", NEW_YORK), FAR)).contains(at("2026-03-02T10:30", NEW_YORK));
        assertThat(hours.windowEnd(at("2026-03-02T12:00", NEW_YORK))).contains(at("2026-03-02T18:15", NEW_YORK));
    }

    @Test
    void quietHoursInTheMiddleOfTheDayLeaveTwoStretches() {
        var hours = judge().hours(window("12:00", "14:00", NEW_YORK), Sender.ANY);

        assertThat(hours.windowEnd(at("2026-03-02T10:00", NEW_YORK))).contains(at("2026-03-02T11:45", NEW_YORK));
        assertThat(hours.nextOpen(at("2026-03-02T11:50", NEW_YORK), FAR)).contains(at("2026-03-02T14:00", NEW_YORK));
    }

    @Test
    void noQuietHoursLeaveTheContactHours() {
        var hours = judge().hours(window(null, null, NEW_YORK), Sender.ANY);

        assertThat(hours.nextOpen(at("2026-03-02T03:00", NEW_YORK), FAR)).contains(at("2026-03-02T09:00", NEW_YORK));
    }

    @Test
    void severalZonesMustAllBeOpen() {
        var hours = judge().hours(routine(NEW_YORK, "America/Los_Angeles"), Sender.ANY);

        assertThat(hours.nextOpen(at("2026-03-02T09:00", NEW_YORK), FAR)).contains(at("2026-03-02T12:00", NEW_YORK));
        assertThat(hours.windowEnd(at("2026-03-02T13:00", NEW_YORK))).contains(at("2026-03-02T19:45", NEW_YORK));
        assertThat(hours.objections(at("2026-03-02T09:30", NEW_YORK)))
                .containsExactly(
                        "contact-hours 09:00-20:00 America/Los_Angeles", "quiet-hours 22:00-08:00 America/Los_Angeles");
    }

    @Test
    void zonesWithoutACommonHourNeverOpen() {
        var hours = judge().hours(routine("America/New_York", "Asia/Shanghai"), Sender.ANY);
        var now = at("2026-03-02T09:00", NEW_YORK);

        assertThat(hours.nextOpen(now, FAR)).isEmpty();
        assertThat(hours.previousOpen(now, Instant.parse("2025-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void urgentMessagesPassQuietAndContactHours() {
        var hours = judge().hours(urgent(NEW_YORK), Sender.ANY);
        var night = at("2026-03-02T03:00", NEW_YORK);

        assertThat(hours.allow(night)).isTrue();
        assertThat(hours.nextOpen(night, FAR)).contains(night);
        assertThat(hours.windowEnd(night)).isEmpty();
        assertThat(hours.objections(night)).isEmpty();
    }

    @Test
    void nothingOpensAfterTheLimit() {
        var hours = judge().hours(routine(NEW_YORK), Sender.ANY);
        var night = at("2026-03-02T03:00", NEW_YORK);

        assertThat(hours.nextOpen(night, at("2026-03-02T09:00", NEW_YORK))).isEmpty();
        assertThat(hours.nextOpen(night, at("2026-03-02T09:00:01", NEW_YORK)))
                .contains(at("2026-03-02T09:00", NEW_YORK));
    }

    @Test
    void thePreviousStretchIsCutToWhatIsLeft() {
        var hours = judge().hours(routine(NEW_YORK), Sender.ANY);
        var night = at("2026-03-03T03:00", NEW_YORK);

        assertThat(hours.previousOpen(night, at("2026-03-02T15:00", NEW_YORK)))
                .contains(new Stretch(at("2026-03-02T15:00", NEW_YORK), at("2026-03-02T19:45", NEW_YORK)));
        assertThat(hours.previousOpen(night, at("2026-03-02T19:45", NEW_YORK))).isEmpty();
    }

    @Test
    void configuredHoursCannotLeaveTheLegalBound() {
        var wide = new ContactHours(
                Hours.of("06:00-23:00"), Hours.of("06:00-23:00"), Hours.of("06:00-23:00"), Duration.ZERO);
        var hours = judge(wide).hours(window(null, null, NEW_YORK), Sender.ANY);

        assertThat(hours.nextOpen(at("2026-03-02T05:00", NEW_YORK), FAR)).contains(at("2026-03-02T08:00", NEW_YORK));
        assertThat(hours.windowEnd(at("2026-03-02T12:00", NEW_YORK))).contains(at("2026-03-02T21:00", NEW_YORK));
    }

    @Test
    void aWindowOnTheDayClocksChangeKeepsItsWallClockTimes() {
        var hours = judge().hours(routine(NEW_YORK), Sender.ANY);
        var saturdayNight = Instant.parse("2026-03-08T01:00:00Z");

        assertThat(hours.nextOpen(saturdayNight, FAR)).contains(Instant.parse("2026-03-08T13:00:00Z"));
        assertThat(hours.windowEnd(Instant.parse("2026-03-08T14:00:00Z")))
                .contains(Instant.parse("2026-03-08T23:45:00Z"));
    }

    @Test
    void quietHoursThatEndInARepeatedHourEndTheSecondTime() {
        // Contact hours that begin at midnight for once, else the night change could not be seen.
        var zone = new ZoneHours(
                ZoneId.of("America/New_York"),
                day -> Optional.of(Hours.of("00:00-20:00")),
                List.of(new ZoneHours.Closed("quiet-hours", LocalTime.of(22, 0), LocalTime.of(1, 30), _ -> true)));
        var hours = SendHours.in(List.of(zone), Duration.ZERO);

        assertThat(hours.nextOpen(Instant.parse("2026-11-01T04:00:00Z"), FAR))
                .contains(Instant.parse("2026-11-01T06:30:00Z"));
    }

    @Test
    void saysWhatSpeaksAgainstAnInstant() {
        var hours = judge().hours(routine(NEW_YORK), Sender.ANY);

        assertThat(hours.objections(at("2026-03-02T23:00", NEW_YORK)))
                .containsExactly(
                        "contact-hours 09:00-20:00 America/New_York", "quiet-hours 22:00-08:00 America/New_York");
        assertThat(hours.objections(at("2026-03-02T19:50", NEW_YORK))).containsExactly("closing-margin PT15M");
        assertThat(judge().hours(marketing(NEW_YORK), Sender.ANY).objections(at("2026-03-08T12:00", NEW_YORK)))
                .containsExactly("no-contact-day 2026-03-08 America/New_York");
    }

    @Test
    void aWindowThatMakesNoSenseIsNotJudged() {
        assertFlaw(Flaw.ZONES, routine());
        assertFlaw(Flaw.UNKNOWN_ZONE, routine("America/Nowhere"));
        assertFlaw(Flaw.QUIET_HOURS, window("22:00", "22:00", NEW_YORK));
        assertFlaw(Flaw.QUIET_HOURS, window("22:00", null, NEW_YORK));
        assertFlaw(Flaw.QUIET_HOURS, window(null, "08:00", NEW_YORK));
    }

    private static void assertFlaw(Flaw flaw, SendWindow window) {
        assertThatThrownBy(() -> judge().hours(window, Sender.ANY))
                .isInstanceOfSatisfying(
                        InvalidWindow.class, e -> assertThat(e.flaw()).isEqualTo(flaw));
    }

    static Instant at(String local, String zone) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant();
    }
}
