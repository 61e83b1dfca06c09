package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.fact.Pseudonyms;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.Times;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
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
        batches.batchUpdate(
                "INSERT IGNORE INTO permission_states (patient_key, version, organization_id, allowed, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?)",
                states.stream()
                        .map(each -> new Object[] {
                            pseudonyms.patient(each.patientId()),
                            each.version(),
                            each.organizationId(),
                            allowed(each),
                            Timestamp.from(Times.kept(each.changedAt()))
                        })
                        .toList());
    }

    private static int allowed(PreferenceChanged state) {
        var bits = 0;
        for (var channel : Channel.values()) {
            var permission = state.channels().get(channel);
            if (permission != null) {
                bits |= permission.transactional() ? bit(channel, false) : 0;
                bits |= permission.marketing() ? bit(channel, true) : 0;
            }
        }
        return bits;
    }

    /** Where {@code allowed} says whether something is allowed on a channel. Numbers are stored, so places are for good. */
    static int bit(Channel channel, boolean marketing) {
        return switch (channel) {
            case EMAIL -> marketing ? 0b001_000 : 0b000_001;
            case SMS -> marketing ? 0b010_000 : 0b000_010;
            case WHATSAPP -> marketing ? 0b100_000 : 0b000_100;
        };
    }

    /** What changed in a span between a state of a patient and the one before; the first state known changes nothing. */
    void changes(long organizationId, Instant from, Instant until, Changed changed) {
        jdbc.sql("""
                        SELECT later.changed_at AS changed_at, before_.allowed AS allowed_before, later.allowed AS allowed
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
                            row.getInt("allowed_before"),
                            row.getInt("allowed"));
                });
    }

    /** Takes one change: when, and what was allowed before and after. */
    @FunctionalInterface
    interface Changed {
        void take(Instant at, int before, int after);
    }
}
