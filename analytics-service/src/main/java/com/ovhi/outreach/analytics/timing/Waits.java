package com.ovhi.outreach.analytics.timing;

import com.ovhi.outreach.analytics.fact.Counter;
import com.ovhi.outreach.analytics.inference.KaplanMeier.Observed;
import com.ovhi.outreach.analytics.statistics.Crowds;
import com.ovhi.outreach.analytics.statistics.StatisticsQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Reads from the ledger how long it took from sending to something else. */
@Repository
@Transactional(readOnly = true)
class Waits {

    /** Within how many days of sending cohorts are counted. */
    static final List<Integer> DAYS = List.of(1, 3, 7, 14, 30);

    private static final int DAY_MINUTES = 24 * 60;
    private static final String WAITED =
            "GREATEST(0, TIMESTAMPDIFF(MINUTE, sent.occurred_at, COALESCE(then_.occurred_at, :now)))";

    private static final String WHOSE = " JOIN stat_jobs AS job ON job.job_id = sent.job_id";

    private final JdbcClient jdbc;
    private final Clock clock;

    Waits(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private static String joined(StatisticsQuery query, String label) {
        return " FROM (SELECT job_id, occurred_at" + label + " FROM job_milestones WHERE" + query.conditions()
                + " AND milestone = 'sent' AND stat_date BETWEEN :from AND :to) AS sent"
                + " LEFT JOIN job_milestones AS then_ ON then_.job_id = sent.job_id AND then_.milestone = :event";
    }

    private JdbcClient.StatementSpec asked(String sql, StatisticsQuery query, Counter event) {
        return jdbc.sql(sql)
                .param("organization", query.organizationId())
                .param("from", query.span().from())
                .param("to", query.span().to())
                .param("event", event.code())
                .param("now", Timestamp.from(clock.instant()))
                .params(query.filters());
    }

    /**
     * For messages sent in a span, to how many it happened in which minute after sending; whom it did not happen to was
     * watched until now, or to the end.
     *
     * @param minutes width of a step; times are ends of steps
     * @param steps after which nobody is watched
     */
    List<Step> observed(StatisticsQuery query, Counter event, int minutes, int steps) {
        var step = "LEAST(FLOOR(" + WAITED + " / " + minutes + "), " + steps + ")";
        return asked(
                        "SELECT " + step + " AS waited, COUNT(then_.job_id) AS events, COUNT(*) AS jobs, "
                                + distinct("then_.job_id IS NOT NULL") + " AS people" + joined(query, "") + WHOSE
                                + " GROUP BY waited ORDER BY waited",
                        query,
                        event)
                .query((row, _) -> observed(row, minutes, steps))
                .list();
    }

    private static Step observed(ResultSet row, int minutes, int steps) throws SQLException {
        var step = row.getInt("waited");
        var events = step < steps ? row.getLong("events") : 0;
        var observed = new Observed(
                (long) Math.min(step + 1, steps) * minutes + (step < steps ? 0 : 1),
                events,
                row.getLong("jobs") - events);
        return new Step(observed, events == 0 ? 0 : row.getLong("people"));
    }

    /** How many people the messages sent in a span went to, to how many of them it happened within so many minutes, or not. */
    People people(StatisticsQuery query, Counter event, long minutes) {
        var reached = "then_.job_id IS NOT NULL AND " + WAITED + " < " + minutes;
        return asked(
                        "SELECT COUNT(DISTINCT " + Crowds.PERSON + ") AS everybody, " + distinct(reached)
                                + " AS reached, " + distinct("NOT (" + reached + ")") + " AS others" + joined(query, "")
                                + WHOSE,
                        query,
                        event)
                .query((row, _) -> new People(row.getLong("everybody"), row.getLong("reached"), row.getLong("others")))
                .single();
    }

    private static String distinct(String condition) {
        return "COUNT(DISTINCT CASE WHEN " + condition + " THEN " + Crowds.PERSON + " END)";
    }

    /** For messages sent in a span, per week or month of sending, how many there were, and when it happened. */
    List<Cohort> cohorts(StatisticsQuery query, Counter event, Period period) {
        var parts = new ArrayList<String>();
        var from = 0;
        for (var days : DAYS) {
            parts.add(part(
                    "then_.job_id IS NOT NULL AND " + WAITED + " >= " + from * DAY_MINUTES + " AND " + WAITED + " < "
                            + days * DAY_MINUTES,
                    "until_" + days));
            from = days;
        }
        parts.add(part("then_.job_id IS NULL OR " + WAITED + " >= " + from * DAY_MINUTES, "later"));
        return asked(
                        "SELECT sent.cohort AS cohort, COUNT(*) AS jobs, COUNT(DISTINCT " + Crowds.PERSON
                                + ") AS jobs_people, " + String.join(", ", parts)
                                + joined(query, ", " + period.expression() + " AS cohort") + WHOSE
                                + " GROUP BY sent.cohort ORDER BY sent.cohort",
                        query,
                        event)
                .query((row, _) -> cohort(row))
                .list();
    }

    private static String part(String condition, String name) {
        return "SUM(" + condition + ") AS " + name + ", " + distinct(condition) + " AS " + name + "_people";
    }

    private static Cohort cohort(ResultSet row) throws SQLException {
        var parts = new ArrayList<Part>();
        for (var days : DAYS) {
            parts.add(part(row, "until_" + days));
        }
        return new Cohort(row.getString("cohort"), part(row, "jobs"), parts, part(row, "later"));
    }

    private static Part part(ResultSet row, String name) throws SQLException {
        return new Part(row.getLong(name), row.getLong(name + "_people"));
    }

    /** By what messages are put into cohorts. */
    enum Period {
        WEEK("stat_date - INTERVAL WEEKDAY(stat_date) DAY"),
        MONTH("DATE_FORMAT(stat_date, '%Y-%m')");

        private final String expression;

        Period(String expression) {
            this.expression = expression;
        }

        String expression() {
            return expression;
        }
    }

    /**
     * What was seen at one time.
     *
     * @param people to how many different ones it happened then, at least
     */
    record Step(Observed observed, long people) {

        /** Nothing was seen. */
        static final Step NONE = new Step(new Observed(0, 0, 0), 0);

        /** Together with a later one. */
        Step and(Step later) {
            return new Step(
                    new Observed(
                            later.observed.time(),
                            observed.events() + later.observed.events(),
                            observed.lost() + later.observed.lost()),
                    Math.max(people, later.people));
        }
    }

    /** People who were sent messages; the same one may be among both whom it happened to and the others. */
    record People(long everybody, long reached, long others) {}

    /**
     * Messages sent in one week or month.
     *
     * @param parts to which of them it happened until each of {@link #DAYS}, and after the one before
     * @param later to which it did not happen until the last of them
     */
    record Cohort(String cohort, Part jobs, List<Part> parts, Part later) {}

    /** Messages, and the people they went to. */
    record Part(long jobs, long people) {}
}
