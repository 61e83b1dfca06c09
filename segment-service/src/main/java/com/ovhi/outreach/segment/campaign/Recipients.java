package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.IanaZones;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What a step must know of many patients at once. Who is no patient of the organisation any more is left out. */
@Repository
@Transactional(readOnly = true)
class Recipients {

    private final JdbcClient jdbc;

    Recipients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Long, Recipient> of(Turn turn, Collection<Long> patientIds) {
        var today = turn.speaker().today(turn.now());
        return of(turn.run().organizationId(), patientIds, turn.now(), today);
    }

    Map<Long, Recipient> of(long organizationId, Collection<Long> patientIds, Instant now, LocalDate today) {
        var found = new HashMap<Long, Recipient>();
        if (!patientIds.isEmpty()) {
            jdbc.sql("""
                            SELECT p.patient_id, p.marketing_email, p.marketing_sms, p.marketing_whatsapp,
                                COALESCE(p.preferred_zone, p.zone) AS zone,
                                (SELECT MIN(v.starts_at) FROM visits v WHERE v.patient_id = p.patient_id
                                    AND v.organization_id = p.organization_id AND v.status = 'booked'
                                    AND v.starts_at >= :now) AS next_visit,
                                (SELECT MIN(r.due_on) FROM refills r WHERE r.patient_id = p.patient_id
                                    AND r.organization_id = p.organization_id AND r.due_on >= :today) AS refill_due
                            FROM patients p
                            WHERE p.patient_id IN (:patients) AND p.organization_id = :organization
                                AND p.registered_at IS NOT NULL AND p.gone_at IS NULL""")
                    .param("now", Timestamp.from(now))
                    .param("today", today)
                    .param("patients", patientIds)
                    .param("organization", organizationId)
                    .query(row -> {
                        found.put(row.getLong("patient_id"), recipient(row));
                    });
        }
        return found;
    }

    private static Recipient recipient(ResultSet row) throws SQLException {
        var marketing = EnumSet.noneOf(Channel.class);
        for (var channel : Channel.values()) {
            if (row.getBoolean("marketing_" + channel.code())) {
                marketing.add(channel);
            }
        }
        var visit = row.getTimestamp("next_visit");
        return new Recipient(
                marketing,
                IanaZones.find(Objects.requireNonNullElse(row.getString("zone"), ""))
                        .orElse(null),
                visit == null ? null : visit.toInstant(),
                row.getObject("refill_due", LocalDate.class));
    }

    /**
     * A patient a step may be for.
     *
     * @param marketing the channels they opted in to marketing on
     * @param zone where they live; null when that is not known
     */
    record Recipient(
            Set<Channel> marketing,
            @Nullable ZoneId zone,
            @Nullable Instant nextVisit,
            @Nullable LocalDate refillDue) {}
}
