package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.scheduler.window.InvalidWindow.Flaw;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads send windows into hours that can be asked. Thread-safe. */
@Component
public class SendWindows {

    private static final int MAX_ZONES = 100;

    private final ContactHours hours;
    private final Predicate<LocalDate> holiday;

    SendWindows(ContactHours hours, Predicate<LocalDate> holiday) {
        this.hours = hours;
        this.holiday = holiday;
    }

    /**
     * The hours of a window.
     *
     * @throws InvalidWindow when it makes no sense
     */
    public SendHours hours(SendWindow window) {
        var quiet = quiet(window);
        var zones = zones(window.zones());
        if (window.urgent()) {
            return SendHours.always();
        }
        return SendHours.in(
                zones.stream()
                        .map(zone -> new ZoneHours(zone, quiet, day -> hours.on(day, window.marketing(), holiday)))
                        .toList(),
                hours.closingMargin());
    }

    private static List<ZoneId> zones(@Nullable List<String> names) {
        if (names == null || names.isEmpty() || names.size() > MAX_ZONES) {
            throw new InvalidWindow(Flaw.ZONES);
        }
        try {
            return names.stream().distinct().map(ZoneId::of).toList();
        } catch (DateTimeException | NullPointerException e) {
            throw new InvalidWindow(Flaw.UNKNOWN_ZONE);
        }
    }

    private static ZoneHours.@Nullable Quiet quiet(SendWindow window) {
        var start = window.quietStart();
        var end = window.quietEnd();
        if (start == null && end == null) {
            return null;
        }
        if (start == null || end == null || start.equals(end)) {
            throw new InvalidWindow(Flaw.QUIET_HOURS);
        }
        return new ZoneHours.Quiet(start, end);
    }
}
