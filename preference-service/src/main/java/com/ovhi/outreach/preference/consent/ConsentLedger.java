package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.profile.Profile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code consent_ledger}, append-only. All methods run in the caller's transaction. */
@Component
public class ConsentLedger {

    private static final String INSERT = """
            INSERT INTO consent_ledger (patient_id, organization_id, channel, consent_class, address_hash, action, source,
            origin, actor, evidence_ref, wording_version, language, effective_at, recorded_at, spoken_from,
            import_id, import_row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    ConsentLedger(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    public void append(ConsentEntry entry) {
        jdbc.sql(INSERT).params(Arrays.asList(columns(entry, null, null))).update();
    }

    /** Appends lines of a file; a line that is there already fails the whole. */
    public void append(String importId, List<ImportedEntry> entries) {
        batches.batchUpdate(
                INSERT,
                entries.stream()
                        .map(each -> columns(each.entry(), importId, each.row()))
                        .toList());
    }

    private @Nullable Object[] columns(ConsentEntry entry, @Nullable String importId, @Nullable Integer row) {
        var evidence = entry.evidence();
        return new @Nullable Object[] {
            entry.patientId(),
            entry.organizationId(),
            entry.channel().code(),
            entry.consentClass().code(),
            entry.addressHash(),
            entry.action().code(),
            entry.source().code(),
            evidence.origin(),
            evidence.actor(),
            evidence.evidenceRef(),
            evidence.wordingVersion(),
            evidence.language(),
            Timestamp.from(entry.effectiveAt()),
            Timestamp.from(clock.instant()),
            entry.spokenFrom(),
            importId,
            row
        };
    }

    /** Everything about a patient, oldest line first. */
    public List<ConsentEntry> of(long patientId) {
        return of(List.of(patientId)).getOrDefault(patientId, List.of());
    }

    /** Everything about patients, oldest line first; without those of whom there is nothing. */
    public Map<Long, List<ConsentEntry>> of(Collection<Long> patientIds) {
        var entries = new HashMap<Long, List<ConsentEntry>>();
        if (!patientIds.isEmpty()) {
            jdbc.sql("SELECT * FROM consent_ledger WHERE patient_id IN (:ids) ORDER BY patient_id, id")
                    .param("ids", patientIds)
                    .query((ResultSet row) -> {
                        var entry = entry(row);
                        entries.computeIfAbsent(entry.patientId(), _ -> new ArrayList<>())
                                .add(entry);
                    });
        }
        return entries;
    }

    /** What the patient's ledger means to the organisation they belong to. */
    public Consents consents(Profile profile) {
        return consents(profile, of(profile.patientId()));
    }

    /** What lines of the ledger mean to the organisation the patient belongs to. */
    public static Consents consents(Profile profile, List<ConsentEntry> entries) {
        var addresses = new HashMap<Channel, String>();
        profile.contacts().forEach((channel, contact) -> {
            if (contact.hash() != null) {
                addresses.put(channel, contact.hash());
            }
        });
        return Consents.of(entries, profile.organizationId(), addresses);
    }

    static ConsentEntry entry(ResultSet row) throws SQLException {
        return new ConsentEntry(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                Channel.of(row.getString("channel")),
                ConsentClass.valueOf(upper(row, "consent_class")),
                row.getString("address_hash"),
                ConsentAction.valueOf(upper(row, "action")),
                ConsentSource.valueOf(upper(row, "source")),
                row.getTimestamp("effective_at").toInstant(),
                new ConsentEntry.Evidence(
                        row.getString("actor"),
                        row.getString("origin"),
                        row.getString("evidence_ref"),
                        row.getString("wording_version"),
                        row.getString("language")),
                row.getString("spoken_from"));
    }

    private static String upper(ResultSet row, String column) throws SQLException {
        return row.getString(column).toUpperCase(Locale.ROOT);
    }

    /** A line of the ledger and the row of the file it came from. */
    public record ImportedEntry(ConsentEntry entry, int row) {}
}
