package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.fact.Pseudonyms;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.Times;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table {@code permission_states}: what each state of a patient's preferences allowed, each once. Changes are read from
 * neighbouring versions, so that it does not matter in which order they came.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class PermissionStates {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Pseudonyms pseudonyms;

    PermissionStates(JdbcClient jdbc, JdbcTemplate batches, Pseudonyms pseudonyms) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.pseudonyms = pseudonyms;
    }

    void keep(List<PreferenceChanged> states) {
        batches.batchUpdate("""
                INSERT IGNORE INTO permission_states (patient_key, version, organization_id, allowed, changed_at, refused,
                    refused_anywhere, address_email, address_sms, address_whatsapp, is_merged)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", states.stream().map(this::row).toList());
    }

    private @Nullable Object[] row(PreferenceChanged told) {
        var state = PermissionState.of(told, pseudonyms);
        return new @Nullable Object[] {
            pseudonyms.patient(told.patientId()),
            told.version(),
            told.organizationId(),
            state.allowed(),
            Timestamp.from(Times.kept(told.changedAt())),
            state.refused(),
            state.refusedAnywhere(),
            state.addresses().get(Channel.EMAIL),
            state.addresses().get(Channel.SMS),
            state.addresses().get(Channel.WHATSAPP),
            state.merged()
        };
    }

    /** What changed in a span between a state of a patient and the one before; the first state known changes nothing. */
    void changes(long organizationId, Instant from, Instant until, Changed changed) {
        jdbc.sql("""
                        SELECT later.changed_at, later.allowed, later.refused, later.refused_anywhere,
                            later.address_email, later.address_sms, later.address_whatsapp, later.is_merged,
                            before_.allowed AS before_allowed, before_.refused AS before_refused,
                            before_.refused_anywhere AS before_refused_anywhere,
                            before_.address_email AS before_address_email, before_.address_sms AS before_address_sms,
                            before_.address_whatsapp AS before_address_whatsapp, before_.is_merged AS before_is_merged
                        FROM permission_states later
                        JOIN permission_states before_ ON before_.patient_key = later.patient_key
                            AND before_.version = (SELECT MAX(version) FROM permission_states earlier
                                WHERE earlier.patient_key = later.patient_key AND earlier.version < later.version)
                        WHERE later.organization_id = ? AND later.changed_at >= ? AND later.changed_at < ?
                            AND later.allowed <> before_.allowed""")
                .params(organizationId, Timestamp.from(from), Timestamp.from(until))
                .query(row -> {
                    changed.take(
                            row.getTimestamp("changed_at").toInstant(),
                            PermissionState.read(row, "before_"),
                            PermissionState.read(row, ""));
                });
    }

    /** Takes one change: when, and the states before and after. */
    @FunctionalInterface
    interface Changed {
        void take(Instant at, PermissionState before, PermissionState after);
    }
}
