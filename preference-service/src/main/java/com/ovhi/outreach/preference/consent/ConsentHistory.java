package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.profile.AddressHistory;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ledger as compliance reads it: who consented to what, when, and what held at a time. */
@Component
class ConsentHistory {

    private final Profiles profiles;
    private final AddressHistory addresses;
    private final ConsentLedger ledger;
    private final AuditTrail trail;
    private final JdbcClient jdbc;

    ConsentHistory(
            Profiles profiles, AddressHistory addresses, ConsentLedger ledger, AuditTrail trail, JdbcClient jdbc) {
        this.profiles = profiles;
        this.addresses = addresses;
        this.ledger = ledger;
        this.trail = trail;
        this.jdbc = jdbc;
    }

    /** Lines that were recorded for an organisation, oldest first. */
    @Transactional
    public List<Line> lines(long patientId, long organization, Filter filter, Actor actor) {
        owned(patientId, organization);
        var sql = new StringBuilder("""
                SELECT l.*, w.wording FROM consent_ledger l LEFT JOIN consent_wordings w
                ON w.organization_id = l.organization_id AND w.version = l.wording_version
                AND w.language = COALESCE(l.language, 'und')
                WHERE l.patient_id = ? AND l.organization_id = ? AND l.id > ?""");
        var params = new ArrayList<Object>(List.of(patientId, organization, filter.after()));
        if (filter.channel() != null) {
            sql.append(" AND l.channel = ?");
            params.add(filter.channel().code());
        }
        if (filter.consentClass() != null) {
            sql.append(" AND l.consent_class = ?");
            params.add(filter.consentClass().code());
        }
        params.add(filter.limit());
        trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "consents"));
        return jdbc.sql(sql.append(" ORDER BY l.id LIMIT ?").toString())
                .params(params)
                .query(ConsentHistory::line)
                .list();
    }

    /**
     * What held at a time on a channel for a class of messages, which went to the address the patient had then.
     *
     * @param knownAt only what had been recorded by then counts; null means all that is known now
     */
    @Transactional
    public ConsentAt consentAt(
            long patientId,
            long organization,
            Channel channel,
            ConsentClass consentClass,
            Instant at,
            @Nullable Instant knownAt,
            Actor actor) {
        owned(patientId, organization);
        trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "consent-at"));
        var entries = knownAt == null ? ledger.of(patientId) : knownBy(patientId, knownAt);
        var consents = Consents.of(entries, organization, addresses.at(patientId, at, knownAt));
        return ConsentAt.of(consents.at(at), channel, consentClass);
    }

    private List<ConsentEntry> knownBy(long patientId, Instant knownAt) {
        return jdbc.sql("SELECT * FROM consent_ledger WHERE patient_id = ? AND recorded_at <= ? ORDER BY id")
                .params(patientId, Timestamp.from(knownAt))
                .query((row, number) -> ConsentLedger.entry(row))
                .list();
    }

    private Profile owned(long patientId, long organization) {
        return profiles.find(patientId)
                .filter(each -> each.organizationId() == organization)
                .orElseThrow(() -> ProblemException.notFound("unknown-patient", "There is no such patient"));
    }

    private static Line line(ResultSet row, int number) throws SQLException {
        return new Line(
                row.getLong("id"),
                ConsentLedger.entry(row),
                row.getTimestamp("recorded_at").toInstant(),
                row.getString("wording"),
                row.getString("import_id"));
    }

    /** Which lines, and after which one. */
    record Filter(@Nullable Channel channel, @Nullable ConsentClass consentClass, long after, int limit) {}

    /** A line of the ledger, the text the patient was shown if it was kept, and the file it came from if any. */
    record Line(
            long id,
            ConsentEntry entry,
            Instant recordedAt,
            @Nullable String wording,
            @Nullable String importId) {}
}
