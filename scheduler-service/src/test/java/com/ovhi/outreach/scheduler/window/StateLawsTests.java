package com.ovhi.outreach.scheduler.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The law of each state, by class of message. The organisation would send around the clock. */
class StateLawsTests {

    private static final StateLaws LAWS = StateLaws.load();
    private static final Predicate<LocalDate> HOLIDAYS = new FederalHolidays();
    private static final Set<LocalDate> WEEK = Stream.iterate(LocalDate.parse("2026-11-23"), day -> day.plusDays(1))
            .limit(7)
            .collect(Collectors.toUnmodifiableSet());

    private final SendWindows windows = new SendWindows(
            new ContactHours(Hours.of("09:00-20:00"), Hours.of("10:00-18:00"), Hours.of("10:00-17:00"), Duration.ZERO),
            HOLIDAYS,
            _ -> aroundTheClock());

    static Stream<String> states() {
        return LAWS.all().keySet().stream();
    }

    @Test
    void everyStateAndTerritoryHasALaw() {
        assertThat(LAWS.all()).hasSize(56).containsKeys("NY", "DC", "PR", "GU", "VI", "AS", "MP");
    }

    @Test
    void theStrictestOfAllIsTheSuitesMarketingDefault() {
        var strictest = LAWS.strictest();

        assertThat(strictest.closedOnHolidays()).isTrue();
        assertThat(strictest.days())
                .isEqualTo(Map.of(
                        DayOfWeek.MONDAY, Hours.of("10:00-18:00"),
                        DayOfWeek.TUESDAY, Hours.of("10:00-18:00"),
                        DayOfWeek.WEDNESDAY, Hours.of("10:00-18:00"),
                        DayOfWeek.THURSDAY, Hours.of("10:00-18:00"),
                        DayOfWeek.FRIDAY, Hours.of("10:00-18:00"),
                        DayOfWeek.SATURDAY, Hours.of("10:00-17:00")));
    }

    @ParameterizedTest
    @CsvSource({
        "NY, 2026-11-29T20:59, true", // Sunday
        "NY, 2026-11-29T21:00, false",
        "AL, 2026-11-28T19:59, true",
        "AL, 2026-11-29T12:00, false",
        "AL, 2026-11-26T12:00, false", // Thanksgiving
        "MS, 2026-11-26T12:00, true",
        "PA, 2026-11-29T13:29, false",
        "PA, 2026-11-29T13:30, true",
        "TX, 2026-11-29T11:59, false",
        "TX, 2026-11-29T12:00, true",
        "RI, 2026-11-27T18:00, false",
        "KY, 2026-11-27T09:59, false",
        "NV, 2026-11-27T20:00, false"
    })
    void marketingByTextObeysTheLawOfTheState(String state, String local, boolean allowed) {
        var hours = windows.hours(window(true, List.of(state)), new Sender(16L, Channel.SMS));

        assertThat(hours.allow(Instant.parse(local + ":00Z"))).isEqualTo(allowed);
    }

    /** Minute by minute through a week with a holiday. */
    @ParameterizedTest
    @MethodSource("states")
    void eachClassObeysTheLawsThatBindIt(String state) {
        var law = LAWS.binding(List.of(state));
        var text = windows.hours(window(true, List.of(state)), new Sender(16L, Channel.SMS));
        var anyChannel = windows.hours(window(true, List.of(state)), new Sender(16L, null));
        var unknown = windows.hours(window(true, null), new Sender(16L, Channel.SMS));
        var email = windows.hours(window(true, List.of(state)), new Sender(16L, Channel.EMAIL));
        var routine = windows.hours(window(false, List.of(state)), new Sender(16L, Channel.SMS));
        for (var day : WEEK) {
            for (var minute = 0; minute < 1_440; minute += 5) {
                var time = LocalTime.ofSecondOfDay(minute * 60L);
                var at = day.atTime(time).toInstant(ZoneOffset.UTC);
                var federal = within(Optional.of(ContactHours.LEGAL), time);
                var lawful = federal && within(law.on(day, HOLIDAYS), time);
                assertThat(text.allow(at)).as("%s %s", state, at).isEqualTo(lawful);
                assertThat(anyChannel.allow(at)).isEqualTo(lawful);
                assertThat(email.allow(at)).isEqualTo(federal);
                assertThat(routine.allow(at)).isEqualTo(federal);
                if (unknown.allow(at)) {
                    assertThat(lawful).as("unknown state, %s %s", state, at).isTrue();
                }
            }
        }
    }

    @Test
    void whoMayBeInTwoStatesIsProtectedByBoth() {
        var hours = windows.hours(window(true, List.of("TX", "KY")), new Sender(16L, Channel.SMS));

        assertThat(hours.allow(Instant.parse("2026-11-27T09:30:00Z"))).isFalse();
        assertThat(hours.allow(Instant.parse("2026-11-29T11:00:00Z"))).isFalse();
        assertThat(hours.allow(Instant.parse("2026-11-29T12:00:00Z"))).isTrue();
    }

    @Test
    void aStateNobodyKnowsIsTheStrictest() {
        assertThat(LAWS.binding(List.of("XX"))).isEqualTo(LAWS.strictest());
        assertThat(LAWS.binding(List.of())).isEqualTo(LAWS.strictest());
        assertThat(LAWS.binding(List.of("tx"))).isEqualTo(LAWS.all().get("TX"));
    }

    @Test
    void anOrganisationsHoursAndClosedDaysNarrowEverything() {
        var own = new SendWindows(
                Windows.DEFAULTS,
                HOLIDAYS,
                _ -> new OrganizationHours(
                        Map.of(DayOfWeek.MONDAY, Hours.of("07:00-12:00"), DayOfWeek.TUESDAY, Hours.of("08:30-12:00")),
                        null,
                        Set.of(LocalDate.parse("2026-11-24"))));
        var hours = own.hours(window(false, null), new Sender(16L, Channel.SMS));

        assertThat(hours.allow(Instant.parse("2026-11-23T07:59:00Z")))
                .as("before federal hours")
                .isFalse();
        assertThat(hours.allow(Instant.parse("2026-11-23T08:00:00Z"))).isTrue();
        assertThat(hours.allow(Instant.parse("2026-11-24T09:00:00Z")))
                .as("a closed day")
                .isFalse();
        assertThat(hours.allow(Instant.parse("2026-11-25T09:00:00Z")))
                .as("a day without hours")
                .isFalse();
        assertThat(hours.allow(Instant.parse("2026-12-01T08:30:00Z"))).isTrue();
    }

    private static boolean within(Optional<Hours> hours, LocalTime time) {
        return hours.filter(each -> !time.isBefore(each.open()) && time.isBefore(each.close()))
                .isPresent();
    }

    private static OrganizationHours aroundTheClock() {
        var days = Arrays.stream(DayOfWeek.values())
                .collect(Collectors.toMap(day -> day, _ -> new Hours(LocalTime.MIN, LocalTime.MAX)));
        return new OrganizationHours(days, days, Set.of());
    }

    private static SendWindow window(boolean marketing, @Nullable List<String> states) {
        return new SendWindow(List.of("Etc/UTC"), null, null, marketing, false, null, states, null, null);
    }
}
