package com.ovhi.outreach.scheduler.calendar;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import com.ovhi.outreach.scheduler.window.OrganizationHours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** An organisation's own hours. */
@RestController
@RequestMapping("/api/v1/organization-hours")
class OrganizationHoursController {

    private static final int MAX_CLOSED_DAYS = 1_000;

    private final OrganizationCalendars calendars;
    private final OrganizationHoursEditing editing;

    OrganizationHoursController(OrganizationCalendars calendars, OrganizationHoursEditing editing) {
        this.calendars = calendars;
        this.editing = editing;
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('ops','clinic-staff','campaign-manager','compliance')")
    Body get(Caller caller) {
        var hours = calendars.of(caller.organization());
        return new Body(
                text(hours.routine()),
                text(hours.marketing()),
                hours.closedDays().stream().sorted(Comparator.naturalOrder()).toList());
    }

    @PutMapping
    @PreAuthorize("hasAnyAuthority('ops','campaign-manager')")
    Body replace(Caller caller, @RequestBody Body body) {
        var closed = body.closedDays() == null ? Set.<LocalDate>of() : Set.copyOf(body.closedDays());
        if (closed.size() > MAX_CLOSED_DAYS) {
            throw ProblemException.badRequest(
                    "too-many-closed-days", "'closed_days' may have at most " + MAX_CLOSED_DAYS + " entries");
        }
        editing.replace(
                caller.organization(),
                new OrganizationHours(days("routine", body.routine()), days("marketing", body.marketing()), closed),
                caller.subject());
        return get(caller);
    }

    private static @Nullable Map<DayOfWeek, Hours> days(String kind, @Nullable Map<String, String> texts) {
        if (texts == null) {
            return null;
        }
        if (texts.isEmpty()) {
            throw invalid(kind, "must name at least one day; leave it out for the suite's own hours");
        }
        var days = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
        texts.forEach((day, hours) -> {
            try {
                days.put(DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT)), Hours.of(hours));
            } catch (IllegalArgumentException | DateTimeException | NullPointerException e) {
                throw invalid(kind + "." + day, "must be a day such as 'monday' with hours such as '09:00-17:30'");
            }
        });
        return days;
    }

    private static ProblemException invalid(String field, String rule) {
        return ProblemException.badRequest("invalid-hours", "'" + field + "' " + rule);
    }

    private static @Nullable Map<String, String> text(@Nullable Map<DayOfWeek, Hours> days) {
        if (days == null) {
            return null;
        }
        var texts = new TreeMap<DayOfWeek, Hours>(days);
        var named = new LinkedHashMap<String, String>();
        texts.forEach((day, hours) -> named.put(day.name().toLowerCase(Locale.ROOT), hours.toString()));
        return named;
    }

    /**
     * The hours by day of the week.
     *
     * @param routine null for the suite's own hours; a day that is missing is closed
     * @param marketing the same for marketing
     * @param closedDays nothing but urgent messages leaves on them
     */
    record Body(
            @Nullable Map<String, String> routine,
            @Nullable Map<String, String> marketing,
            @Nullable List<LocalDate> closedDays) {}
}
