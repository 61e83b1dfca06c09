package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.web.ProblemException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; null where it does not matter.
 *
 * @param userId who did it
 * @param from inclusive
 * @param to exclusive
 */
record AuditQuery(
        @Nullable Long patientId,
        @Nullable String userId,
        @Nullable AuditAction action,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final Instant FIRST_TIME = Instant.EPOCH.plusSeconds(1);
    private static final Instant LAST_TIME = Instant.parse("2038-01-19T00:00:00Z");

    /** @param action as callers write it */
    static AuditQuery of(
            @Nullable Long patientId,
            @Nullable String userId,
            @Nullable String action,
            @Nullable Instant from,
            @Nullable Instant to) {
        if (from != null && to != null && !from.isBefore(to)) {
            throw ProblemException.badRequest("invalid-span", "'from' must be before 'to'");
        }
        return new AuditQuery(patientId, userId, actionOf(action), storable(from), storable(to));
    }

    /** SQL conditions and their values. */
    Map<String, Object> conditions() {
        var conditions = new LinkedHashMap<String, Object>();
        put(conditions, "patient_id = ?", patientId);
        put(conditions, "user_id = ?", userId);
        put(conditions, "action = ?", action == null ? null : action.code());
        put(conditions, "occurred_at >= ?", from == null ? null : Timestamp.from(from));
        put(conditions, "occurred_at < ?", to == null ? null : Timestamp.from(to));
        return conditions;
    }

    /** What the entry about the query itself says. */
    Map<String, String> details(String what) {
        var details = new TreeMap<String, String>(Map.of("what", what));
        if (userId != null) {
            details.put("user_id", userId.length() <= 200 ? userId : userId.substring(0, 200));
        }
        if (action != null) {
            details.put("action", action.code());
        }
        if (from != null) {
            details.put("from", from.toString());
        }
        if (to != null) {
            details.put("to", to.toString());
        }
        return details;
    }

    private static void put(Map<String, Object> conditions, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.put(condition, value);
        }
    }

    /** A time the column can be compared with. */
    private static @Nullable Instant storable(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        return time.isBefore(FIRST_TIME) ? FIRST_TIME : time.isAfter(LAST_TIME) ? LAST_TIME : time;
    }

    private static @Nullable AuditAction actionOf(@Nullable String code) {
        try {
            return code == null ? null : AuditAction.of(code.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-action", "There is no such action");
        }
    }
}
