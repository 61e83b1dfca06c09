package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Windows for tests, with the default contact hours and one holiday. */
public final class Windows {

    public static final ContactHours DEFAULTS = new ContactHours(
            Hours.of("09:00-20:00"), Hours.of("10:00-18:00"), Hours.of("10:00-17:00"), Duration.ofMinutes(15));

    static final LocalDate HOLIDAY = LocalDate.parse("2026-07-03");

    private Windows() {}

    /** Judges windows by the defaults. */
    public static SendWindows judge() {
        return judge(DEFAULTS);
    }

    /** Judges windows by the hours of one organisation. */
    public static SendWindows judge(OrganizationHours hours) {
        return new SendWindows(DEFAULTS, HOLIDAY::equals, _ -> hours);
    }

    static SendWindows judge(ContactHours hours) {
        return new SendWindows(hours, HOLIDAY::equals, _ -> OrganizationHours.NONE);
    }

    /** The window of a patient with the usual quiet hours. */
    public static SendWindow routine(String... zones) {
        return window("22:00", "08:00", zones);
    }

    /** The window of a patient with quiet hours of their own. */
    public static SendWindow window(@Nullable String quietStart, @Nullable String quietEnd, String... zones) {
        return new SendWindow(List.of(zones), time(quietStart), time(quietEnd), false, false, null);
    }

    /** The window for marketing. */
    public static SendWindow marketing(String... zones) {
        return new SendWindow(List.of(zones), time("22:00"), time("08:00"), true, false, null);
    }

    /** The window of what cannot wait. */
    public static SendWindow urgent(String... zones) {
        return new SendWindow(List.of(zones), time("22:00"), time("08:00"), false, true, null);
    }

    private static @Nullable LocalTime time(@Nullable String text) {
        return text == null ? null : LocalTime.parse(text);
    }
}
