package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.moment.Precision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Refusals that staff or OVHI core record although the ledger has them. A line more would prove nothing; yet the patient
 * has said no again, and a grant that is dated in between must not lift it. So the time is kept, and becomes a line when
 * such a grant arrives. All methods run in the caller's transaction, with the patient locked.
 */
@Component
public class RepeatedRefusals {

    private static final String ORIGIN = "repeated-request";

    private final JdbcClient jdbc;
    private final ConsentLedger ledger;

    RepeatedRefusals(JdbcClient jdbc, ConsentLedger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** Which of some refusals of one patient belong in the ledger; the others' times are kept. */
    public List<ConsentEntry> unsaid(List<ConsentEntry> refusals) {
        var known = ledger.of(refusals.getFirst().patientId());
        var unsaid = refusals.stream().filter(each -> !repeats(each, known)).toList();
        refusals.stream().filter(each -> !unsaid.contains(each)).forEach(this::keep);
        return unsaid;
    }

    /** Puts into the ledger what was said again when a grant may already have been given, or later. */
    public void bringBack(ConsentEntry grant) {
        jdbc
                .sql("""
                        SELECT * FROM repeated_refusals WHERE patient_id = ? AND channel = ? AND consent_class = ?""")
                .params(
                        grant.patientId(),
                        grant.channel().code(),
                        grant.consentClass().code())
                .query((row, number) -> refusal(grant, row))
                .list()
                .stream()
                .filter(each -> !grant.lifts(each))
                .forEach(each -> {
                    ledger.append(each);
                    forget(each);
                });
    }

    /** Nothing of the evidence is new, and what was said before still stands. */
    private static boolean repeats(ConsentEntry refusal, List<ConsentEntry> known) {
        var address = refusal.addressHash();
        var consents = Consents.of(
                known, refusal.organizationId(), address == null ? Map.of() : Map.of(refusal.channel(), address));
        return known.stream()
                .filter(each -> each.organizationId() == refusal.organizationId()
                        && each.source() == refusal.source()
                        && Objects.equals(each.addressHash(), address)
                        && !each.effectiveAt().isAfter(refusal.effectiveAt())
                        && provesAsMuch(each.evidence(), refusal.evidence()))
                .anyMatch(each -> consents.stands(each, refusal.channel(), refusal.consentClass()));
    }

    /** Who wrote it down does not matter: the audit log says so for each time. */
    private static boolean provesAsMuch(Evidence known, Evidence given) {
        return covers(known.origin(), given.origin())
                && covers(known.evidenceRef(), given.evidenceRef())
                && covers(known.wordingVersion(), given.wordingVersion())
                && covers(known.language(), given.language());
    }

    private static boolean covers(@Nullable String known, @Nullable String given) {
        return given == null || given.equals(known);
    }

    private void keep(ConsentEntry refusal) {
        jdbc.sql("""
                INSERT INTO repeated_refusals
                (patient_id, organization_id, channel, consent_class, address_hash, actor, said_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE actor = IF(VALUES(said_at) > said_at, VALUES(actor), actor),
                said_at = GREATEST(said_at, VALUES(said_at))""")
                .params(
                        refusal.patientId(),
                        refusal.organizationId(),
                        refusal.channel().code(),
                        refusal.consentClass().code(),
                        Objects.requireNonNullElse(refusal.addressHash(), ""),
                        refusal.evidence().actor(),
                        Timestamp.from(Precision.latest(refusal.effectiveAt())))
                .update();
    }

    private void forget(ConsentEntry refusal) {
        jdbc.sql("""
                DELETE FROM repeated_refusals WHERE patient_id = ? AND channel = ? AND consent_class = ?
                AND organization_id = ? AND address_hash = ?""")
                .params(
                        refusal.patientId(),
                        refusal.channel().code(),
                        refusal.consentClass().code(),
                        refusal.organizationId(),
                        Objects.requireNonNullElse(refusal.addressHash(), ""))
                .update();
    }

    private static ConsentEntry refusal(ConsentEntry grant, ResultSet row) throws SQLException {
        var address = row.getString("address_hash");
        return new ConsentEntry(
                grant.patientId(),
                row.getLong("organization_id"),
                grant.channel(),
                grant.consentClass(),
                address.isEmpty() ? null : address,
                ConsentAction.REVOKE,
                ConsentSource.REQUEST,
                row.getTimestamp("said_at").toInstant(),
                new Evidence(row.getString("actor"), ORIGIN, null, null, null));
    }
}
