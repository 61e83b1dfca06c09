package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.IanaZones;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What a step must know of many patients at once. Who is no patient of the organisation any more is left out. */
@Repository
@Transactional(readOnly = true)
class Recipients {

    /** Where a day ends last. */
    private static final ZoneOffset EARLIEST = ZoneOffset.ofHours(-12);

    private static final NavigableSet<LocalDate> NONE_DUE = Collections.emptyNavigableSet();

    private final JdbcClient jdbc;

    Recipients(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<Long, Recipient> of(Turn turn, Collection<Long> patientIds) {
        return of(
                turn.run().organizationId(),
                patientIds,
                turn.now(),
                turn.speaker().zone());
    }

    /** @param zone where patients are taken to live of whom that is not known */
    Map<Long, Recipient> of(long organizationId, Collection<Long> patientIds, Instant now, ZoneId zone) {
        var found = new HashMap<Long, Recipient>();
        if (!patientIds.isEmpty()) {
            var refills = refills(organizationId, patientIds, LocalDate.ofInstant(now, EARLIEST));
            jdbc.sql("""
                            SELECT p.patient_id, p.marketing_email, p.marketing_sms, p.marketing_whatsapp,
                                COALESCE(p.preferred_zone, p.zone) AS zone,
                                (SELECT MIN(v.starts_at) FROM visits v WHERE v.patient_id = p.patient_id
                                    AND v.organization_id = p.organization_id AND v.status = 'booked'
                                    AND v.starts_at >= :now) AS next_visit
                            FROM patients p
                            WHERE p.patient_id IN (:patients) AND p.organization_id = :organization
                                AND p.registered_at IS NOT NULL AND p.gone_at IS NULL""")
                    .param("now", Timestamp.from(now))
                    .param("patients", patientIds)
                    .param("organization", organizationId)
                    .query(row -> {
                        var patient = row.getLong("patient_id");
                        var home = zone(row);
                        var today = LocalDate.ofInstant(now, Objects.requireNonNullElse(home, zone));
                        var refill = refills.getOrDefault(patient, NONE_DUE).ceiling(today);
                        found.put(patient, recipient(row, home, refill));
                    });
        }
        return found;
    }

    /** On which channels each of the patients can be told something. Who is known nowhere is left out. */
    Map<Long, Open> open(Collection<Long> patientIds) {
        var found = new HashMap<Long, Open>();
        if (!patientIds.isEmpty()) {
            jdbc.sql("""
                            SELECT patient_id, reach_email, reach_sms, reach_whatsapp, consent_email, consent_sms,
                                consent_whatsapp, marketing_email, marketing_sms, marketing_whatsapp
                            FROM patients WHERE patient_id IN (:patients)""").param("patients", patientIds).query(row -> {
                found.put(row.getLong("patient_id"), new Open(reached(row, "consent_"), reached(row, "marketing_")));
            });
        }
        return found;
    }

    private static Set<Channel> reached(ResultSet row, String allowed) throws SQLException {
        var reached = channels(row, allowed);
        reached.retainAll(channels(row, "reach_"));
        return reached;
    }

    private static Set<Channel> channels(ResultSet row, String which) throws SQLException {
        var channels = EnumSet.noneOf(Channel.class);
        for (var channel : Channel.values()) {
            if (row.getBoolean(which + channel.code())) {
                channels.add(channel);
            }
        }
        return channels;
    }

    /** When refills of each patient are due from a day on; those who have none are left out. */
    private Map<Long, NavigableSet<LocalDate>> refills(
            long organizationId, Collection<Long> patientIds, LocalDate from) {
        var due = new HashMap<Long, NavigableSet<LocalDate>>();
        jdbc.sql("""
                        SELECT patient_id, due_on FROM refills
                        WHERE patient_id IN (:patients) AND organization_id = :organization AND due_on >= :from""")
                .param("patients", patientIds)
                .param("organization", organizationId)
                .param("from", from)
                .query(row -> {
                    due.computeIfAbsent(row.getLong("patient_id"), _ -> new TreeSet<>())
                            .add(row.getObject("due_on", LocalDate.class));
                });
        return due;
    }

    private static @Nullable ZoneId zone(ResultSet row) throws SQLException {
        return IanaZones.find(Objects.requireNonNullElse(row.getString("zone"), ""))
                .orElse(null);
    }

    private static Recipient recipient(ResultSet row, @Nullable ZoneId zone, @Nullable LocalDate refillDue)
            throws SQLException {
        var visit = row.getTimestamp("next_visit");
        return new Recipient(channels(row, "marketing_"), zone, visit == null ? null : visit.toInstant(), refillDue);
    }

    /**
     * Where a patient has an address and allows what is sent.
     *
     * @param care for messages about their care
     * @param marketing for all others
     */
    record Open(Set<Channel> care, Set<Channel> marketing) {

        static final Open NOWHERE = new Open(Set.of(), Set.of());

        Set<Channel> to(Purpose purpose) {
            return purpose.marketing() ? marketing : care;
        }
    }

    /**
     * A patient a step may be for.
     *
     * @param marketing the channels they opted in to marketing on
     * @param zone where they live; null when that is not known
     * @param refillDue the next day, today there included, on which a refill is due
     */
    record Recipient(
            Set<Channel> marketing,
            @Nullable ZoneId zone,
            @Nullable Instant nextVisit,
            @Nullable LocalDate refillDue) {}
}
