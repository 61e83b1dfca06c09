package com.ovhi.outreach.local.dashboards;

import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import com.ovhi.outreach.local.dashboards.Dashboards.Panel;
import com.ovhi.outreach.local.dashboards.Dashboards.Variable;
import com.ovhi.outreach.local.dashboards.Finding.Verdict;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Asks what panels ask, with everything chosen that there is to choose. Not thread-safe. */
final class PanelCheck {

    /** What Grafana makes of the rate's span: four times the pause between two looks. */
    private static final String RATE_INTERVAL = "1m";

    private static final Duration STEP = Duration.ofSeconds(15);
    private static final Pattern LABELS = Pattern.compile("label_values\\(\\s*(.+?)\\s*,\\s*(\\w+)\\s*\\)");

    private final PrometheusApi prometheus;
    private final SuiteDatabase database;
    private final QuietPanels quiet;
    private final Instant from;
    private final Instant to;

    /**
     * @param from since when Prometheus looks
     * @param to now
     */
    PanelCheck(PrometheusApi prometheus, SuiteDatabase database, QuietPanels quiet, Instant from, Instant to) {
        this.prometheus = prometheus;
        this.database = database;
        this.quiet = quiet;
        this.from = from;
        this.to = to;
    }

    /** What a dashboard would show, in its own order: first what there is to choose from. */
    List<Finding> findings(JsonNode board) {
        var findings = new ArrayList<Finding>();
        var chosen = new LinkedHashMap<String, String>();
        for (var variable : Dashboards.variables(board)) {
            findings.add(choose(board.path("uid").asString(), variable, chosen));
        }
        Dashboards.panels(board).flatMap(panel -> findings(panel, chosen)).forEach(findings::add);
        return findings;
    }

    private Finding choose(String board, Variable variable, Map<String, String> chosen) {
        var where = board + ": $" + variable.name();
        try {
            var sql = variable.source().equals("mysql");
            var values = sql ? database.query(placed(variable.query()), row -> row.getString(1)) : labels(variable);
            chosen.put(variable.name(), String.join(sql ? "," : "|", values));
            return new Finding(
                    where, values.isEmpty() ? Verdict.EMPTY : Verdict.SHOWN, values.size() + " to choose from");
        } catch (IOException | SQLException e) {
            return refused(where, e);
        }
    }

    private List<String> labels(Variable variable) throws IOException {
        var asked = LABELS.matcher(variable.query());
        if (!asked.matches()) {
            throw new IOException("This check does not know how to ask " + variable.query());
        }
        return prometheus.labels(asked.group(1), asked.group(2), from, to);
    }

    private Stream<Finding> findings(Panel panel, Map<String, String> chosen) {
        return Stream.concat(
                panel.targets("expr").map(each -> ofPrometheus(panel, filled(each, chosen))),
                panel.targets("rawSql").map(each -> ofDatabase(panel, filled(each, chosen))));
    }

    private Finding ofPrometheus(Panel panel, String expression) {
        try {
            var series = prometheus.series(expression, from, to, STEP);
            return series.points() == 0
                    ? empty(panel)
                    : new Finding(
                            panel.toString(),
                            Verdict.SHOWN,
                            String.format(Locale.ROOT, "%d lines, at most %.4g", series.lines(), series.most()));
        } catch (IOException e) {
            return refused(panel.toString(), e);
        }
    }

    private Finding ofDatabase(Panel panel, String sql) {
        try {
            var rows = database.query(placed(sql), row -> row.getString(2));
            return rows.isEmpty() ? empty(panel) : new Finding(panel.toString(), Verdict.SHOWN, rows.size() + " rows");
        } catch (SQLException e) {
            return refused(panel.toString(), e);
        }
    }

    private Finding empty(Panel panel) {
        return quiet.reason(panel)
                .map(reason -> new Finding(panel.toString(), Verdict.QUIET, reason))
                .orElseGet(() -> new Finding(panel.toString(), Verdict.EMPTY, "nothing"));
    }

    private static Finding refused(String where, Exception why) {
        return new Finding(where, Verdict.REFUSED, String.valueOf(why.getMessage()));
    }

    private String filled(String asked, Map<String, String> chosen) {
        var text = asked.replace("$__rate_interval", RATE_INTERVAL)
                .replace("$__range", Duration.between(from, to).toSeconds() + "s")
                // The feed plays in a time of its own.
                .replace("$__timeFilter(date)", "date > '2000-01-01'");
        for (var choice : chosen.entrySet()) {
            text = text.replace("$" + choice.getKey(), choice.getValue());
        }
        return text;
    }

    private static String placed(String sql) {
        return sql.replace("FROM comm_stats", "FROM ovhi_analytics.comm_stats");
    }
}
