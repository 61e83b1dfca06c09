package com.ovhi.outreach.preference.suppression;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.suppression.Suppressions.AddressOnChannel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Suppressed addresses that concern an organisation: one of its patients is reached there, or its staff reported it.
 * What others have suppressed is none of its business. All methods run in the caller's transaction.
 */
@Component
public class SuppressionList {

    private static final String CONCERNS = """
            (EXISTS (SELECT 1 FROM patient_comm_prefs p WHERE p.email_hash = s.address_hash AND s.channel = 'email'
                AND p.organization_id = :organization)
            OR EXISTS (SELECT 1 FROM patient_comm_prefs p WHERE p.sms_hash = s.address_hash AND s.channel = 'sms'
                AND p.organization_id = :organization)
            OR EXISTS (SELECT 1 FROM patient_comm_prefs p WHERE p.whatsapp_hash = s.address_hash
                AND s.channel = 'whatsapp' AND p.organization_id = :organization)
            OR EXISTS (SELECT 1 FROM suppression_causes c WHERE c.address_hash = s.address_hash AND c.channel = s.channel
                AND c.organization_id = :organization))""";

    private final JdbcClient jdbc;

    SuppressionList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Entries after a position, in order of hash and channel. */
    public List<Entry> find(long organization, Filter filter) {
        var found = select(organization, filter);
        var causes = causes(found.stream().map(Entry::addressHash).distinct().toList());
        return found.stream()
                .map(each -> each.with(
                        causes.getOrDefault(new AddressOnChannel(each.addressHash(), each.channel()), List.of())))
                .toList();
    }

    /** Whether an address on a channel is suppressed or was, and concerns the organisation. */
    public boolean concerns(long organization, String addressHash, Channel channel) {
        return jdbc.sql("SELECT 1 FROM suppressions s WHERE s.address_hash = :hash AND s.channel = :channel AND "
                        + CONCERNS)
                .param("organization", organization)
                .param("hash", addressHash)
                .param("channel", channel.code())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    private List<Entry> select(long organization, Filter filter) {
        var sql = new StringBuilder("SELECT s.* FROM suppressions s WHERE " + CONCERNS);
        var params = new HashMap<String, Object>(Map.of("organization", organization, "limit", filter.limit()));
        sql.append(filter.active() ? " AND s.active" : " AND NOT s.active AND s.version > 0");
        if (filter.channel() != null) {
            sql.append(" AND s.channel = :channel");
            params.put("channel", filter.channel().code());
        }
        if (filter.reason() != null) {
            sql.append(" AND s.reason = :reason");
            params.put("reason", filter.reason().code());
        }
        if (filter.after() != null) {
            sql.append(" AND (s.address_hash > :hash OR s.address_hash = :hash AND s.channel > :behind)");
            params.put("hash", filter.after().addressHash());
            params.put("behind", filter.after().channel().code());
        }
        return jdbc.sql(sql.append(" ORDER BY s.address_hash, s.channel LIMIT :limit")
                        .toString())
                .params(params)
                .query(SuppressionList::entry)
                .list();
    }

    private Map<AddressOnChannel, List<Cause>> causes(List<String> hashes) {
        var causes = new HashMap<AddressOnChannel, List<Cause>>();
        if (!hashes.isEmpty()) {
            jdbc.sql("SELECT * FROM suppression_causes WHERE address_hash IN (:hashes) ORDER BY reason")
                    .param("hashes", hashes)
                    .query((ResultSet row) -> {
                        causes.computeIfAbsent(
                                        new AddressOnChannel(
                                                row.getString("address_hash"), Channel.of(row.getString("channel"))),
                                        _ -> new ArrayList<>())
                                .add(cause(row));
                    });
        }
        return causes;
    }

    private static Entry entry(ResultSet row, int number) throws SQLException {
        return new Entry(
                row.getString("address_hash"),
                Channel.of(row.getString("channel")),
                row.getBoolean("active"),
                row.getBoolean("marketing_only"),
                SuppressionReason.of(row.getString("reason")),
                row.getTimestamp("changed_at").toInstant(),
                List.of());
    }

    private static Cause cause(ResultSet row) throws SQLException {
        var cause = new SuppressionCause(
                SuppressionReason.of(row.getString("reason")),
                instant(row.getTimestamp("since")),
                instant(row.getTimestamp("lifted_at")),
                row.getBoolean("marketing_only"));
        return new Cause(cause.reason(), cause.holds(), cause.since(), cause.liftedAt());
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
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
            List<Cause> causes) {

        Entry with(List<Cause> found) {
            return new Entry(addressHash, channel, active, marketingOnly, reason, changedAt, found);
        }
    }

    /** One reason and whether it still holds. */
    public record Cause(
            SuppressionReason reason,
            boolean holds,
            @Nullable Instant since,
            @Nullable Instant liftedAt) {}
}
