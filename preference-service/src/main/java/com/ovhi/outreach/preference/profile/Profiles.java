package com.ovhi.outreach.preference.profile;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code patient_comm_prefs}. All methods run in the caller's transaction. */
@Component
public class Profiles {

    private static final String SELECT = "SELECT * FROM patient_comm_prefs WHERE patient_id = ?";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final ProfileRows rows;
    private final AddressHistory history;
    private final Clock clock;

    Profiles(JdbcClient jdbc, JdbcTemplate batches, ProfileRows rows, AddressHistory history, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.rows = rows;
        this.history = history;
        this.clock = clock;
    }

    public Optional<Profile> find(long patientId) {
        return jdbc.sql(SELECT).param(patientId).query(rows).optional();
    }

    /** Those of many who are known, in no order. */
    public List<Profile> find(Collection<Long> patientIds) {
        return patientIds.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT * FROM patient_comm_prefs WHERE patient_id IN (:ids)")
                        .param("ids", patientIds)
                        .query(rows)
                        .list();
    }

    /** Keeps everybody else from changing the patient until the end of the transaction. */
    public Optional<Profile> lock(long patientId) {
        return jdbc.sql(SELECT + " FOR UPDATE").param(patientId).query(rows).optional();
    }

    /** Like {@link #lock(long)} for many, in order of id; those that are not known are left out. */
    public List<Profile> lock(Collection<Long> patientIds) {
        return patientIds.isEmpty()
                ? List.of()
                : jdbc.sql("SELECT * FROM patient_comm_prefs WHERE patient_id IN (:ids) ORDER BY patient_id FOR UPDATE")
                        .param("ids", patientIds)
                        .query(rows)
                        .list();
    }

    /**
     * Locks everybody who is reached on a channel under an address, in order of id. Waits for whoever is just giving
     * somebody that address, so that nobody is missed who has it when the caller commits.
     */
    public List<Profile> lockAt(Channel channel, String addressHash) {
        return jdbc.sql("SELECT * FROM patient_comm_prefs WHERE " + ProfileRows.hashColumn(channel)
                        + " = ? ORDER BY patient_id FOR UPDATE")
                .param(addressHash)
                .query(rows)
                .list();
    }

    /** Stores a profile, and its addresses in their history; its version is counted by {@link #nextVersion}. */
    public void save(Profile profile) {
        jdbc.sql("INSERT IGNORE INTO patient_comm_prefs (patient_id, organization_id, created_at) VALUES (?, ?, ?)")
                .params(profile.patientId(), profile.organizationId(), Timestamp.from(clock.instant()))
                .update();
        jdbc.sql(ProfileRows.UPDATE).params(rows.columns(profile)).update();
        history.note(profile);
    }

    /** Closes a patient who is locked by the caller; what is saved afterwards leaves them closed. Death is the last word. */
    public void close(long patientId, Gone gone, @Nullable Long mergedInto) {
        jdbc.sql("""
                        UPDATE patient_comm_prefs SET gone = IF(gone = 'deceased', gone, ?),
                            merged_into = COALESCE(merged_into, ?) WHERE patient_id = ?""").params(Arrays.asList(gone.code(), mergedInto, patientId)).update();
    }

    /** The record a patient's was given up for; empty when theirs is still their own. */
    public Optional<Long> mergedInto(long patientId) {
        return jdbc.sql("SELECT merged_into FROM patient_comm_prefs WHERE patient_id = ? AND merged_into IS NOT NULL")
                .param(patientId)
                .query(Long.class)
                .optional();
    }

    /** Counts a change of what holds for patients, with the marketing consents as the ledger has them now. */
    public void nextVersion(Map<Long, Set<Channel>> marketing) {
        var now = Timestamp.from(clock.instant());
        batches.batchUpdate(
                """
                UPDATE patient_comm_prefs SET version = version + 1, marketing_opt_in_email = ?,
                marketing_opt_in_sms = ?, marketing_opt_in_whatsapp = ?, updated_at = ? WHERE patient_id = ?""",
                marketing.entrySet().stream()
                        .map(each -> new Object[] {
                            each.getValue().contains(Channel.EMAIL),
                            each.getValue().contains(Channel.SMS),
                            each.getValue().contains(Channel.WHATSAPP),
                            now,
                            each.getKey()
                        })
                        .toList());
    }

    /** Notes learned best hours of patients who are locked by the caller, where nothing newer is known. */
    public void learn(List<LearnedHour> learned) {
        if (!learned.isEmpty()) {
            batches.batchUpdate(
                    """
                    UPDATE patient_comm_prefs SET learned_best_hour = ?, insight_version = ?
                    WHERE patient_id = ? AND organization_id = ? AND insight_version < ?""",
                    learned.stream()
                            .map(each -> new @Nullable Object[] {
                                each.hour(), each.version(), each.patientId(), each.organizationId(), each.version()
                            })
                            .toList());
        }
    }

    /** Everybody who is reached on a channel under an address, in order of id. */
    public List<Long> patientsAt(Channel channel, String addressHash) {
        var column = ProfileRows.hashColumn(channel);
        return jdbc.sql("SELECT patient_id FROM patient_comm_prefs WHERE " + column + " = ? ORDER BY patient_id")
                .param(addressHash)
                .query((row, number) -> row.getLong("patient_id"))
                .list();
    }

    /**
     * A best hour that was learned.
     *
     * @param hour local, null for none
     * @param version of the insight
     */
    public record LearnedHour(
            long patientId, long organizationId, @Nullable Integer hour, long version) {}
}
