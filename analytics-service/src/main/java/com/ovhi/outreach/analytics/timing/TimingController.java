package com.ovhi.outreach.analytics.timing;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.inference.KaplanMeier;
import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.inference.KaplanMeier.Point;
import com.ovhi.outreach.analytics.report.Access;
import com.ovhi.outreach.analytics.report.Csv;
import com.ovhi.outreach.analytics.report.SmallCells;
import com.ovhi.outreach.analytics.statistics.Span;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery.Filters;
import com.ovhi.outreach.analytics.timing.Waits.Period;
import com.ovhi.outreach.analytics.timing.Waits.Step;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How long it takes until something comes of a message, for the caller's organisation. */
@RestController
@RequestMapping("/api/v1/analytics")
@PreAuthorize(Access.READERS)
class TimingController {

    private static final Set<Counter> EVENTS = EnumSet.of(
            Counter.DELIVERED,
            Counter.OPENED,
            Counter.CLICKED,
            Counter.REPLIED,
            Counter.CONFIRMED,
            Counter.KEPT,
            Counter.UNSUBSCRIBED);
    private static final int MAX_DAYS = 92;
    private static final int STEPS = 336;
    private static final double LEVEL = 0.95;

    private final Waits waits;
    private final SmallCells cells;

    TimingController(Waits waits, SmallCells cells) {
        this.waits = waits;
        this.cells = cells;
    }

    @GetMapping("/time-to-event")
    ResponseEntity<?> timeToEvent(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(defaultValue = "replied") String event,
            @RequestParam(name = "horizon_days", defaultValue = "14") String horizon,
            @RequestParam(defaultValue = "json") String format) {
        var query = query(caller, from, to, channel, purpose);
        var counter = event(event);
        var minutes = Math.ceilDiv(horizon(horizon) * 24 * 60, STEPS);
        var csv = Csv.wanted(format);
        var observed = waits.observed(query, counter, minutes, STEPS);
        var seen = observed.stream().map(Step::observed).toList();
        var jobs = seen.stream().mapToLong(each -> each.events() + each.lost()).sum();
        var events = seen.stream().mapToLong(Observed::events).sum();
        var people = waits.people(query, counter, (long) minutes * STEPS);
        if (cells.small(jobs, people.everybody())
                || cells.small(events, people.reached())
                || cells.small(jobs - events, people.others())) {
            throw ProblemException.unprocessable("too-few-patients", "There are too few patients to show numbers of");
        }
        var curve = KaplanMeier.of(Coarse.of(observed, cells), LEVEL);
        if (csv) {
            return Csv.file(
                    "time-to-" + counter.code(),
                    List.of("minutes", "at_risk", "events", "share", "low", "high"),
                    curve.points().stream().map(TimingController::fields).toList());
        }
        var median = curve.median();
        return ResponseEntity.ok(new Curve(
                query.span().from(),
                query.span().to(),
                counter.code(),
                jobs,
                events,
                median.isPresent() ? median.getAsLong() : null,
                curve.points().stream().map(Reached::of).toList(),
                LEVEL));
    }

    private static List<Object> fields(Point point) {
        var reached = Reached.of(point);
        return List.of(
                reached.minutes(), reached.atRisk(), reached.events(), reached.share(), reached.low(), reached.high());
    }

    @GetMapping("/cohorts")
    ResponseEntity<?> cohorts(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(defaultValue = "replied") String event,
            @RequestParam(defaultValue = "week") String by,
            @RequestParam(defaultValue = "json") String format) {
        var query = query(caller, from, to, channel, purpose);
        var counter = event(event);
        var period = period(by);
        var csv = Csv.wanted(format);
        var cohorts = waits.cohorts(query, counter, period);
        var rows = cohorts.stream()
                .map(each -> Cohort.of(each.cohort(), Within.of(each, cells)))
                .toList();
        return csv
                ? Csv.file(
                        "cohorts-" + counter.code(),
                        List.of("cohort", "jobs", "within_1", "within_3", "within_7", "within_14", "within_30"),
                        rows.stream().map(Cohort::fields).toList())
                : ResponseEntity.ok(
                        new Cohorts(query.span().from(), query.span().to(), counter.code(), by, Waits.DAYS, rows));
    }

    private static StatisticsQuery query(
            Caller caller,
            @Nullable String from,
            @Nullable String to,
            @Nullable String channel,
            @Nullable String purpose) {
        var query = StatisticsQuery.of(caller.organization(), from, to, Filters.of(channel, purpose));
        if (ChronoUnit.DAYS.between(query.span().from(), query.span().to()) >= MAX_DAYS) {
            throw ProblemException.badRequest("span-too-long", "A span holds at most " + MAX_DAYS + " days here");
        }
        return query;
    }

    private static Counter event(String code) {
        return EVENTS.stream()
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> ProblemException.badRequest(
                        "invalid-event", "'event' is something that may come of a message, such as replied"));
    }

    private static int horizon(String text) {
        var days = Span.parsed("horizon_days", text, Integer::valueOf);
        if (days == null || days < 1 || days > 90) {
            throw ProblemException.badRequest("invalid-horizon-days", "'horizon_days' is a number from 1 to 90");
        }
        return days;
    }

    private static Period period(String text) {
        return Span.parsed("by", text, name -> Period.valueOf(name.toUpperCase(Locale.ROOT))) instanceof Period period
                ? period
                : Period.WEEK;
    }

    /**
     * @param jobs messages sent in the span
     * @param medianMinutes by when it happened to half of them; null when it did not
     * @param level of the intervals
     */
    record Curve(
            LocalDate from,
            LocalDate to,
            String event,
            long jobs,
            long events,
            @Nullable Long medianMinutes,
            List<Reached> points,
            double level) {}

    /**
     * @param minutes after sending
     * @param atRisk to whom it had not happened yet, of those still watched
     * @param share to whom it has happened by then
     */
    record Reached(long minutes, long atRisk, long events, double share, double low, double high) {

        static Reached of(Point point) {
            return new Reached(
                    point.time(),
                    point.atRisk(),
                    point.events(),
                    1 - point.surviving(),
                    1 - point.interval().high(),
                    1 - point.interval().low());
        }
    }

    /** @param days the columns of {@link Cohort#within} */
    record Cohorts(LocalDate from, LocalDate to, String event, String by, List<Integer> days, List<Cohort> rows) {}

    /** @param within to how many it happened within so many days; null when too few to be shown */
    record Cohort(String cohort, @Nullable Long jobs, List<@Nullable Long> within) {

        static Cohort of(String cohort, Within shown) {
            return new Cohort(cohort, shown.jobs(), shown.within());
        }

        List<@Nullable Object> fields() {
            var fields = new ArrayList<@Nullable Object>();
            fields.add(cohort);
            fields.add(jobs);
            fields.addAll(within);
            return fields;
        }
    }
}
