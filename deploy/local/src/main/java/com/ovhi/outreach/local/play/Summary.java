package com.ovhi.outreach.local.play;

import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the feed so far, in a few lines. Not thread-safe. */
final class Summary implements AutoCloseable {

    private static final int UNKNOWN_TABLE = 1146;

    private static final String HELD = """
            SELECT COUNT(*) FROM ovhi_scheduler.due_queue q
            JOIN ovhi_orchestrator.decisions d ON d.job_id = q.job_id AND d.verdict = 'accepted'
            WHERE q.state = 'waiting'
              AND JSON_SEARCH(d.record, 'one', 'held', NULL, '$.judgements[*].verdict') IS NOT NULL""";

    private final SuiteDatabase database;
    private final SimulatorsApi simulators;
    private List<String> last = List.of();

    Summary(SuiteConnection suite) {
        database = new SuiteDatabase(suite.database());
        simulators = new SimulatorsApi(suite.simulators());
    }

    /** Looks anew; while the database is away, what was seen last and a word about it. */
    List<String> lines() {
        try {
            last = look();
            return last;
        } catch (SQLException e) {
            var lines = new ArrayList<>(last);
            lines.add("(the database does not answer)");
            return lines;
        }
    }

    private List<String> look() throws SQLException {
        var reached = counts("SELECT milestone, COUNT(*) FROM ovhi_orchestrator.comm_job_milestones GROUP BY 1");
        var lines = new ArrayList<String>();
        lines.add(line("jobs scheduled", reached.getOrDefault("scheduled", 0L).toString()));
        lines.add(line(
                "waiting",
                count("SELECT COUNT(*) FROM ovhi_scheduler.due_queue WHERE state = 'waiting'")
                        + " (held for quiet hours " + count(HELD) + ")"));
        lines.add(line("sent", list(counts("""
                SELECT j.channel, COUNT(*) FROM ovhi_orchestrator.comm_job_milestones m
                JOIN ovhi_orchestrator.comm_jobs j ON j.id = m.job_id
                WHERE m.milestone = 'sent' GROUP BY 1 ORDER BY 1""")) + "; accepted by providers " + accepted()));
        lines.add(line(
                "delivered", reached.getOrDefault("delivered", 0L) + ", opened " + reached.getOrDefault("opened", 0L)));
        lines.add(line("answered", list(counts("""
                SELECT COALESCE(intent, 'not read yet'), COUNT(*) FROM ovhi_reply.comm_inbound GROUP BY 1 ORDER BY 2 DESC"""))));
        lines.add(line("opted out", list(counts("""
                SELECT source, COUNT(DISTINCT patient_id, channel) FROM ovhi_preference.consent_ledger
                WHERE action = 'revoke' AND consent_class = 'transactional' GROUP BY 1 ORDER BY 2 DESC"""))));
        lines.add(line("failed", list(counts("""
                SELECT COALESCE(error_message, 'expired'), COUNT(*) FROM ovhi_orchestrator.comm_jobs
                WHERE status IN ('failed', 'bounced') GROUP BY 1 ORDER BY 2 DESC"""))));
        lines.add(line(
                "cancelled",
                Long.toString(count("SELECT COUNT(*) FROM ovhi_orchestrator.comm_jobs WHERE status = 'cancelled'"))));
        lines.add(line("refused", list(counts("""
                SELECT reason, COUNT(*) FROM ovhi_orchestrator.decisions
                WHERE verdict = 'refused' GROUP BY 1 ORDER BY 2 DESC"""))));
        return lines;
    }

    private String accepted() {
        try {
            var summary = simulators.summary();
            return Long.toString(SimulatorsApi.PROVIDERS.stream()
                    .mapToLong(summary::messages)
                    .sum());
        } catch (IOException e) {
            return "-";
        }
    }

    private Map<String, Long> counts(String sql) throws SQLException {
        try {
            return database.counts(sql);
        } catch (SQLException e) {
            if (e.getErrorCode() == UNKNOWN_TABLE) {
                return Map.of();
            }
            throw e;
        }
    }

    private long count(String sql) throws SQLException {
        return database.count(sql);
    }

    static String line(String name, String value) {
        return String.format(Locale.ROOT, "  %-22s %s", name, value);
    }

    private static String list(Map<String, Long> counts) {
        return counts.isEmpty()
                ? "0"
                : counts.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        database.close();
    }
}
