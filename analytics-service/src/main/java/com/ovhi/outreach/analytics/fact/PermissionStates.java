package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
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

    private final JdbcTemplate batches;
    private final Pseudonyms pseudonyms;

    PermissionStates(JdbcTemplate batches, Pseudonyms pseudonyms) {
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
                            Timestamp.from(each.changedAt().truncatedTo(ChronoUnit.MICROS))
                        })
                        .toList());
    }

    /** A bit for each channel, in their order, then a bit for marketing on each. */
    static int allowed(PreferenceChanged state) {
        var bits = 0;
        for (var channel : Channel.values()) {
            var permission = state.channels().get(channel);
            if (permission != null) {
                bits |= permission.transactional() ? 1 << channel.ordinal() : 0;
                bits |= permission.marketing() ? 1 << (Channel.values().length + channel.ordinal()) : 0;
            }
        }
        return bits;
    }
}
