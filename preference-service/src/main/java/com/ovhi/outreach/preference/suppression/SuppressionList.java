package com.ovhi.outreach.preference.suppression;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.suppression.Suppressions.AddressOnChannel;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Suppressed addresses that concern an organisation: its staff closed them, or they are closed to everybody and one of its
 * patients is reached there. What others have closed to themselves is none of its business. All methods run in the
 * caller's transaction.
 */
@Component
public class SuppressionList {

    private static final String CONCERNS = """
            (s.organization_id = :organization OR s.organization_id = 0 AND (
            EXISTS (SELECT 1 FROM patient_comm_prefs p WHERE p.email_hash = s.address_hash AND s.channel = 'email'
                AND p.organization_id = :organization)
            OR EXISTS (SELECT 1 FROM patient_comm_prefs p WHERE p.sms_hash = s.address_hash AND s.channel = 'sms'
                AND p.organization_id = :organization)
            OR EXISTS (SELECT 1 FROM patient_comm_prefs p WHERE p.whatsapp_hash = s.address_hash
                AND s.channel = 'whatsapp' AND p.organization_id = :organization)
            OR EXISTS (SELECT 1 FROM suppressions o WHERE o.address_hash = s.address_hash AND o.channel = s.channel
                AND o.organization_id = :organization)))""";

    private final JdbcClient jdbc;

    SuppressionList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Entries after a position, in order of hash and channel. */
    public List<Entry> find(long organization, Filter filter) {
        var places = places(organization, filter);
        if (places.isEmpty()) {
            return List.of();
        }
        var held = held(
                organization,
                places.stream()
                        .map(each -> each.address().addressHash())
                        .distinct()
                        .toList());
        return places.stream()
                .map(each -> entry(each, held.getOrDefault(each.address(), List.of())))
                .toList();
    }

    /** Whether an address on a channel is suppressed or was, and concerns the organisation. */
    public boolean concerns(long organization, String addressHash, Channel channel) {
        return jdbc.sql("SELECT 1 FROM suppressions s WHERE s.address_hash = :hash AND s.channel = :channel AND "
                        + CONCERNS + " LIMIT 1")
                .param("organization", organization)
                .param("hash", addressHash)
                .param("channel", channel.code())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private List<Place> places(long organization, Filter filter) {
        var sql = new StringBuilder("""
                SELECT s.address_hash, s.channel, MAX(s.reason) AS last_reason, MAX(s.changed_at) AS changed_at
                FROM suppressions s WHERE s.version > 0 AND\s""" + CONCERNS);
        var params = new HashMap<String, Object>(Map.of("organization", organization, "limit", filter.limit()));
        if (filter.channel() != null) {
            sql.append(" AND s.channel = :channel");
            params.put("channel", filter.channel().code());
        }
        if (filter.after() != null) {
            sql.append(" AND (s.address_hash > :hash OR s.address_hash = :hash AND s.channel > :behind)");
            params.put("hash", filter.after().addressHash());
            params.put("behind", filter.after().channel().code());
        }
        sql.append(" GROUP BY s.address_hash, s.channel HAVING MAX(s.active) = :active");
        params.put("active", filter.active());
        if (filter.reason() != null) {
            sql.append(" AND SUM(s.active = :active AND s.reason = :reason) > 0");
            params.put("reason", filter.reason().code());
        }
        return jdbc.sql(sql.append(" ORDER BY s.address_hash, s.channel LIMIT :limit")
                        .toString())
                .params(params)
                .query((row, number) -> new Place(
                        new AddressOnChannel(row.getString("address_hash"), Channel.of(row.getString("channel"))),
                        SuppressionReason.of(row.getString("last_reason")),
                        row.getTimestamp("changed_at").toInstant()))
                .list();
    }

    private Map<AddressOnChannel, List<Held>> held(long organization, List<String> hashes) {
        var held = new HashMap<AddressOnChannel, List<Held>>();
        jdbc.sql("""
                        SELECT * FROM suppression_causes WHERE address_hash IN (:hashes)
                        AND organization_id IN (0, :organization) ORDER BY reason, organization_id""")
                .param("hashes", hashes)
                .param("organization", organization)
                .query((ResultSet row) -> {
                    var barrier = SuppressionRows.barrier(row);
                    held.computeIfAbsent(barrier.place(), _ -> new ArrayList<>())
                            .add(new Held(SuppressionRows.cause(row), barrier.bindsEverybody()));
                });
        return held;
    }

    private static Entry entry(Place place, List<Held> held) {
        var sum = SuppressionCause.sum(held.stream().map(Held::cause).toList(), place.lastReason());
        return new Entry(
                place.address().addressHash(),
                place.address().channel(),
                sum.active(),
                sum.marketingOnly(),
                sum.reason(),
                place.changedAt(),
                held.stream().map(Held::shown).toList());
    }

    /** Where something holds or held; {@code lastReason} names what it was when nothing does any more. */
    private record Place(AddressOnChannel address, SuppressionReason lastReason, Instant changedAt) {}

    private record Held(SuppressionCause cause, boolean bindsEverybody) {

        Cause shown() {
            return new Cause(
                    cause.reason(),
                    bindsEverybody ? Binds.EVERYBODY : Binds.ORGANIZATION,
                    cause.holds(),
                    cause.since(),
                    cause.liftedAt());
        }
    }

    /** Which entries, and after which one. */
    public record Filter(
            @Nullable Channel channel,
            @Nullable SuppressionReason reason,
            boolean active,
            @Nullable AddressOnChannel after,
            int limit) {}

    /** A suppressed address, named by its look-up hash, and everything that was ever held against it. */
    public record Entry(
            String addressHash,
            Channel channel,
            boolean active,
            boolean marketingOnly,
            SuppressionReason reason,
            Instant changedAt,
            List<Cause> causes) {}

    /** One reason, whom it binds and whether it still holds. */
    public record Cause(
            SuppressionReason reason,
            Binds binds,
            boolean holds,
            @Nullable Instant since,
            @Nullable Instant liftedAt) {}

    /** Whom a reason binds: the organisation that looks, or every one. */
    public enum Binds {
        @JsonProperty("organization")
        ORGANIZATION,
        @JsonProperty("everybody")
        EVERYBODY
    }
}
