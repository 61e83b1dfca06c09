package com.ovhi.outreach.local.check.evidence;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.local.check.evidence.Evidence.Answer;
import com.ovhi.outreach.local.check.evidence.Evidence.Decision;
import com.ovhi.outreach.local.check.evidence.Evidence.Intent;
import com.ovhi.outreach.local.check.evidence.Evidence.Job;
import com.ovhi.outreach.local.check.evidence.Evidence.Moment;
import com.ovhi.outreach.local.check.evidence.Evidence.PermissionChange;
import com.ovhi.outreach.local.check.evidence.Evidence.QueueRow;
import com.ovhi.outreach.local.check.evidence.Evidence.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects the evidence of a running suite. Ledgers are read before databases: what a provider has, we must know of. */
public final class EvidenceReader {

    private static final List<String> COUNTERS = List.of(
            "scheduled",
            "sent",
            "delivered",
            "opened",
            "clicked",
            "replied",
            "bounced",
            "failed",
            "expired",
            "cancelled");

    private final SuiteConnection suite;
    private final SuiteDatabase database;
    private final InstantSource real;

    /** @param real the clock on the wall */
    public EvidenceReader(SuiteConnection suite, SuiteDatabase database, InstantSource real) {
        this.suite = suite;
        this.database = database;
        this.real = real;
    }

    /** Reads everything. */
    public Evidence read(Feed played, double fastest) throws IOException, SQLException {
        return new Evidence(
                played,
                ledgers(),
                jobs(),
                requests(),
                decisions(),
                intents(),
                answers(),
                database.query(
                        "SELECT job_id, state, due_at FROM ovhi_scheduler.due_queue",
                        row -> new QueueRow(row.getString(1), row.getString(2), time(row, "due_at"))),
                permissionChanges(),
                database.query(
                        "SELECT event_id FROM ovhi_orchestrator.waiting_events WHERE state = 'orphan'",
                        row -> row.getString(1)),
                stats(),
                backlog(),
                deadLetters(),
                logs(suite.folder().resolve("logs")),
                moment(fastest));
    }

    /** The counters of {@code comm_stats} that are counted from milestones. */
    public static List<String> counters() {
        return COUNTERS;
    }

    private List<LedgerEntry> ledgers() throws IOException {
        var api = new SimulatorsApi(suite.simulators());
        var lines = new ArrayList<LedgerEntry>();
        for (var provider : SimulatorsApi.PROVIDERS) {
            lines.addAll(api.ledger(provider));
        }
        return lines;
    }

    private List<Job> jobs() throws SQLException {
        var milestones = new HashMap<String, Map<String, Instant>>();
        database.query(
                "SELECT job_id, milestone, first_at FROM ovhi_orchestrator.comm_job_milestones",
                row -> milestones
                        .computeIfAbsent(row.getString(1), _ -> new HashMap<>())
                        .put(row.getString(2), time(row, "first_at")));
        return database.query(
                "SELECT id, slot_id, patient_id, organization_id, purpose, channel, status, is_urgent"
                        + " FROM ovhi_orchestrator.comm_jobs",
                row -> new Job(
                        row.getString("id"),
                        row.getString("slot_id"),
                        row.getLong("patient_id"),
                        row.getLong("organization_id"),
                        row.getString("purpose"),
                        row.getString("channel"),
                        row.getString("status"),
                        row.getBoolean("is_urgent"),
                        milestones.getOrDefault(row.getString("id"), Map.of())));
    }

    private List<Request> requests() throws SQLException {
        return database.query(
                "SELECT payload, occurred_at FROM ovhi_orchestrator.outbox WHERE type = 'outreach.requested'", row -> {
                    var request = ContractJson.mapper().readTree(row.getBytes("payload"));
                    return new Request(
                            request.path("request_id").asString(),
                            request.path("occasion_key").asString(),
                            time(row, "occurred_at"));
                });
    }

    private List<Decision> decisions() throws SQLException {
        return database.query(
                "SELECT request_id, job_id, organization_id, patient_id, purpose, occasion_key, verdict"
                        + " FROM ovhi_orchestrator.decisions",
                row -> new Decision(
                        row.getString("request_id"),
                        row.getString("job_id"),
                        row.getLong("organization_id") + "/" + row.getLong("patient_id"),
                        row.getString("purpose"),
                        row.getString("occasion_key"),
                        row.getString("verdict")));
    }

    private List<Intent> intents() throws SQLException {
        return database.query(
                "SELECT * FROM ovhi_channel.send_intents ORDER BY seq",
                row -> new Intent(
                        row.getLong("seq"),
                        row.getString("job_id"),
                        row.getString("slot_id"),
                        row.getString("channel"),
                        row.getString("purpose"),
                        row.getLong("patient_id"),
                        row.getLong("consent_version"),
                        row.getString("state"),
                        row.getString("provider_message_id"),
                        time(row, "opened_at")));
    }

    private List<Answer> answers() throws SQLException {
        return database.query("SELECT id, state, provider_message_id, opened_at FROM ovhi_channel.answers", row -> {
            var opened = row.getTimestamp("opened_at");
            return new Answer(
                    row.getString("id"),
                    row.getString("state"),
                    row.getString("provider_message_id"),
                    opened == null ? null : opened.toInstant());
        });
    }

    private List<PermissionChange> permissionChanges() throws SQLException {
        return database.query(
                "SELECT * FROM ovhi_channel.permission_changes ORDER BY id",
                row -> new PermissionChange(
                        row.getLong("id"),
                        row.getLong("patient_id"),
                        row.getString("channel"),
                        row.getLong("version"),
                        row.getBoolean("transactional"),
                        row.getBoolean("marketing"),
                        row.getString("suppression"),
                        row.getLong("last_intent_seq")));
    }

    private Map<String, Long> stats() throws SQLException {
        var sums = new HashMap<String, Long>();
        for (var counter : COUNTERS) {
            sums.putAll(database.counts("SELECT CONCAT_WS('/', organization_id, channel, purpose, '" + counter
                    + "'), SUM(" + counter + "_count) FROM ovhi_analytics.comm_stats"
                    + " GROUP BY organization_id, channel, purpose HAVING SUM(" + counter + "_count) <> 0"));
        }
        return sums;
    }

    private Map<String, Long> backlog() throws SQLException {
        var counts = new HashMap<String, Long>();
        for (var schema : database.schemas()) {
            counts.put(schema, database.count("SELECT COUNT(*) FROM " + schema + ".outbox WHERE sent = 0"));
        }
        return counts;
    }

    private Map<String, Long> deadLetters() throws IOException {
        try (var kafka = new KafkaView(suite.kafka())) {
            return kafka.deadLetters();
        }
    }

    private static List<Path> logs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private Moment moment(double fastest) {
        var clock = ClockFile.read(suite.clockFile());
        return new Moment(clock.instantAt(real.instant()), clock.speed(), Math.max(fastest, clock.speed()));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column)).toInstant();
    }
}
