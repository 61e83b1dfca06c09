package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All patients. Every method runs in the caller's transaction and takes rows in the order of patients. */
@Repository
class Patients {

    // An upsert takes the exclusive lock at once; INSERT IGNORE would take a shared one and deadlock.
    private static final String LOCK = "INSERT INTO engagement_patients (patient_id, organization_id) VALUES (?, ?)"
            + " ON DUPLICATE KEY UPDATE patient_id = VALUES(patient_id)";

    private static final String LEARN_FROM =
            "INSERT INTO engagement_patients (patient_id, organization_id, learn_at) VALUES (?, ?, ?)"
                    + " ON DUPLICATE KEY UPDATE learn_at = LEAST(COALESCE(learn_at, VALUES(learn_at)), VALUES(learn_at))";

    // Upserts of rows that are there and locked: the driver makes one statement of many of them, but not of updates.
    private static final String LEARNED = """
            INSERT INTO engagement_patients (patient_id, organization_id, best_hour, hour_confidence, hour_weights, best_channel,
                channel_confidence, fatigue, no_show_risk, confidence, evidence, reason, insight_version, learned_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                best_hour = VALUES(best_hour),
                hour_confidence = VALUES(hour_confidence),
                hour_weights = VALUES(hour_weights),
                best_channel = VALUES(best_channel),
                channel_confidence = VALUES(channel_confidence),
                fatigue = VALUES(fatigue),
                no_show_risk = VALUES(no_show_risk),
                confidence = VALUES(confidence),
                evidence = VALUES(evidence),
                reason = VALUES(reason),
                insight_version = VALUES(insight_version),
                learned_at = VALUES(learned_at)""";

    private static final String LEARN_AGAIN =
            "INSERT INTO engagement_patients (patient_id, organization_id, learn_at) VALUES (?, ?, ?)"
                    + " ON DUPLICATE KEY UPDATE learn_at = VALUES(learn_at)";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Patients(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    Optional<Patient> find(long id) {
        return jdbc.sql("SELECT * FROM engagement_patients WHERE patient_id = ?")
                .param(id)
                .query(Patients::row)
                .optional();
    }

    /** Has patients learned about as soon as somebody has time from an instant on, or sooner if it was to be sooner. */
    void learnFrom(SortedMap<Long, Long> organizations, Instant from) {
        if (!organizations.isEmpty()) {
            batches.batchUpdate(LEARN_FROM, organizations.entrySet(), organizations.size(), (statement, each) -> {
                statement.setLong(1, each.getKey());
                statement.setLong(2, each.getValue());
                statement.setTimestamp(3, Timestamp.from(from));
            });
        }
    }

    /** Locks patients whom something was learned about, but none that somebody else has locked. */
    List<Patient> lockDue(Instant now, int limit) {
        return jdbc.sql("SELECT * FROM engagement_patients WHERE learn_at <= ?"
                        + " ORDER BY learn_at LIMIT ? FOR UPDATE SKIP LOCKED")
                .params(Timestamp.from(now), limit)
                .query(Patients::row)
                .list();
    }

    /** Locks a patient if the turn still is theirs and nobody else has locked them. */
    List<Patient> lockDue(long patient, Instant now) {
        return jdbc.sql("SELECT * FROM engagement_patients WHERE patient_id = ? AND learn_at <= ?"
                        + " FOR UPDATE SKIP LOCKED")
                .params(patient, Timestamp.from(now))
                .query(Patients::row)
                .list();
    }

    /** Whose turn it is, without a lock. */
    List<Long> due(Instant now, int limit) {
        return jdbc.sql("SELECT patient_id FROM engagement_patients WHERE learn_at <= ? ORDER BY learn_at LIMIT ?")
                .params(Timestamp.from(now), limit)
                .query((row, _) -> row.getLong("patient_id"))
                .list();
    }

    /** Has it be nobody's turn of these before an instant. */
    void putOff(SortedSet<Long> patients, Instant until) {
        jdbc.sql("UPDATE engagement_patients SET learn_at = :until WHERE patient_id IN (:ids) AND learn_at < :until")
                .param("until", Timestamp.from(until))
                .param("ids", patients)
                .update();
    }

    /** Locks the rows of those patients until the transaction ends, making them first where there are none. */
    Map<Long, Patient> lock(Collection<PreferenceChanged> preferences) {
        if (preferences.isEmpty()) {
            return Map.of();
        }
        batches.batchUpdate(LOCK, preferences, preferences.size(), (statement, each) -> {
            statement.setLong(1, each.patientId());
            statement.setLong(2, each.organizationId());
        });
        return jdbc
                .sql("SELECT * FROM engagement_patients WHERE patient_id IN (:ids)")
                .param(
                        "ids",
                        preferences.stream().map(PreferenceChanged::patientId).toList())
                .query(Patients::row)
                .list()
                .stream()
                .collect(Collectors.toMap(Patient::id, Function.identity()));
    }

    /** Notes where patients are now. */
    void move(List<Place> places) {
        if (!places.isEmpty()) {
            batches.batchUpdate(
                    "UPDATE engagement_patients SET organization_id = ?, timezone = ?, language = ?,"
                            + " preference_version = ?, permissions = ?, address_email = ?, address_sms = ?,"
                            + " address_whatsapp = ? WHERE patient_id = ?",
                    places,
                    places.size(),
                    (statement, each) -> {
                        statement.setLong(1, each.organizationId());
                        statement.setString(
                                2, each.zone() == null ? null : each.zone().getId());
                        statement.setString(3, each.language());
                        statement.setLong(4, each.version());
                        var permissions = each.permissions();
                        statement.setInt(5, permissions.bits());
                        statement.setObject(6, permissions.addresses().get(Channel.EMAIL));
                        statement.setObject(7, permissions.addresses().get(Channel.SMS));
                        statement.setObject(8, permissions.addresses().get(Channel.WHATSAPP));
                        statement.setLong(9, each.patientId());
                    });
        }
    }

    /** Keeps what was learned that is news, of patients the caller has locked. */
    void learned(List<Learned> news) {
        if (news.isEmpty()) {
            return;
        }
        batches.batchUpdate(LEARNED, news, news.size(), (statement, each) -> {
            var estimate = each.estimate();
            var weights = estimate.weights();
            var channel = estimate.bestChannel();
            statement.setLong(1, each.patient());
            statement.setLong(2, each.organization());
            statement.setObject(3, estimate.bestHour());
            statement.setObject(4, estimate.hourConfidence());
            statement.setString(5, weights == null ? null : ContractJson.writeText(weights));
            statement.setString(6, channel == null ? null : channel.code());
            statement.setObject(7, estimate.channelConfidence());
            statement.setDouble(8, estimate.fatigue());
            statement.setObject(9, estimate.noShowRisk());
            statement.setDouble(10, estimate.confidence());
            statement.setInt(11, estimate.evidence());
            statement.setString(12, estimate.reason());
            statement.setLong(13, each.version());
            statement.setTimestamp(14, Timestamp.from(each.at()));
        });
    }

    /** Keeps whose turn it is next when, of patients the caller has locked. */
    void learnAgain(List<Turn> turns) {
        batches.batchUpdate(LEARN_AGAIN, turns, Math.max(1, turns.size()), (statement, each) -> {
            statement.setLong(1, each.patient());
            statement.setLong(2, each.organization());
            statement.setTimestamp(3, timestamp(each.at()));
        });
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static Patient row(ResultSet row, int number) throws SQLException {
        var timezone = row.getString("timezone");
        var learnedAt = row.getTimestamp("learned_at");
        return new Patient(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                timezone == null ? null : ZoneId.of(timezone),
                row.getString("language"),
                AgeBand.of(row.getString("age_band")),
                row.getLong("preference_version"),
                permissions(row),
                estimate(row),
                row.getLong("insight_version"),
                learnedAt == null ? null : learnedAt.toInstant());
    }

    private static @Nullable Permissions permissions(ResultSet row) throws SQLException {
        var bits = row.getObject("permissions", Integer.class);
        if (bits == null) {
            return null;
        }
        var addresses = new EnumMap<Channel, Long>(Channel.class);
        for (var channel : Channel.values()) {
            var mark = row.getObject("address_" + channel.code(), Long.class);
            if (mark != null) {
                addresses.put(channel, mark);
            }
        }
        return new Permissions(bits, addresses);
    }

    private static Estimate estimate(ResultSet row) throws SQLException {
        var weights = row.getString("hour_weights");
        var channel = row.getString("best_channel");
        return new Estimate(
                row.getObject("best_hour", Integer.class),
                row.getObject("hour_confidence", Double.class),
                weights == null ? null : ContractJson.read(weights, HourWeights.class),
                channel == null ? null : Channel.of(channel),
                row.getObject("channel_confidence", Double.class),
                row.getDouble("fatigue"),
                row.getObject("no_show_risk", Double.class),
                row.getDouble("confidence"),
                row.getInt("evidence"),
                Objects.requireNonNullElse(row.getString("reason"), Estimate.NOTHING));
    }

    /**
     * What was learned about a patient.
     *
     * @param version of the insight that says so
     * @param at when that was published
     */
    record Learned(long patient, long organization, Estimate estimate, long version, Instant at) {}

    /**
     * When a patient is learned about next.
     *
     * @param at when time alone will have changed something, null for never
     */
    record Turn(long patient, long organization, @Nullable Instant at) {}
}
