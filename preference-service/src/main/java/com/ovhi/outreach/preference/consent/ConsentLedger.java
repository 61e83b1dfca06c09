package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.profile.Profile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code consent_ledger}, append-only. All methods run in the caller's transaction. */
@Component
public class ConsentLedger {

    private final JdbcClient jdbc;
    private final Clock clock;

    ConsentLedger(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public void append(ConsentEntry entry) {
        var evidence = entry.evidence();
        jdbc.sql("""
                INSERT INTO consent_ledger (patient_id, organization_id, channel, consent_class, action, source, origin,
                actor, evidence_ref, wording_version, language, effective_at, recorded_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        entry.patientId(),
                        entry.organizationId(),
                        entry.channel().code(),
                        entry.consentClass().code(),
                        entry.action().code(),
                        entry.source().code(),
                        evidence.origin(),
                        evidence.actor(),
                        evidence.evidenceRef(),
                        evidence.wordingVersion(),
                        evidence.language(),
                        Timestamp.from(entry.effectiveAt()),
                        Timestamp.from(clock.instant())))
                .update();
    }

    /** Everything about a patient, oldest line first. */
    public List<ConsentEntry> of(long patientId) {
        return jdbc.sql("SELECT * FROM consent_ledger WHERE patient_id = ? ORDER BY id")
                .param(patientId)
                .query(ConsentLedger::entry)
                .list();
    }

    /** What the patient's ledger means to the organisation they belong to. */
    public Consents consents(Profile profile) {
        return Consents.of(of(profile.patientId()), profile.organizationId());
    }

    private static ConsentEntry entry(ResultSet row, int number) throws SQLException {
        return new ConsentEntry(
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                Channel.of(row.getString("channel")),
                ConsentClass.valueOf(upper(row, "consent_class")),
                ConsentAction.valueOf(upper(row, "action")),
                ConsentSource.valueOf(upper(row, "source")),
                row.getTimestamp("effective_at").toInstant(),
                new ConsentEntry.Evidence(
                        row.getString("actor"),
                        row.getString("origin"),
                        row.getString("evidence_ref"),
                        row.getString("wording_version"),
                        row.getString("language")));
    }

    private static String upper(ResultSet row, String column) throws SQLException {
        return row.getString(column).toUpperCase(Locale.ROOT);
    }
}
