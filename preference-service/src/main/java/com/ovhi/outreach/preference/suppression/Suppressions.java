package com.ovhi.outreach.preference.suppression;

import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.outbox.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Addresses that may not be contacted. Every change is versioned, kept and announced, in the caller's transaction. */
@Component
public class Suppressions {

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    Suppressions(JdbcClient jdbc, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /** What is known of an address on a channel. */
    public Suppression of(String addressHash, Channel channel) {
        return jdbc.sql("SELECT * FROM suppressions WHERE address_hash = ? AND channel = ?")
                .params(addressHash, channel.code())
                .query((row, number) -> suppression(row))
                .optional()
                .orElse(Suppression.NONE);
    }

    /** What is known of many; without those of which nothing is. */
    public Map<AddressOnChannel, Suppression> of(Collection<AddressOnChannel> addresses) {
        var found = new HashMap<AddressOnChannel, Suppression>();
        if (!addresses.isEmpty()) {
            var params = new ArrayList<Object>();
            addresses.forEach(each -> {
                params.add(each.addressHash());
                params.add(each.channel().code());
            });
            jdbc.sql("SELECT * FROM suppressions WHERE (address_hash, channel) IN ("
                            + String.join(",", Collections.nCopies(addresses.size(), "(?,?)")) + ")")
                    .params(params)
                    .query((ResultSet row) -> {
                        found.put(
                                new AddressOnChannel(
                                        row.getString("address_hash"), Channel.of(row.getString("channel"))),
                                suppression(row));
                    });
        }
        return found;
    }

    private static Suppression suppression(ResultSet row) throws SQLException {
        return new Suppression(
                row.getBoolean("active"),
                row.getBoolean("marketing_only"),
                SuppressionReason.of(row.getString("reason")));
    }

    /** Remembers whose staff reported a cause, so that they find it again. */
    public void reportedBy(long organization, String addressHash, Channel channel, SuppressionReason reason) {
        jdbc.sql("""
                UPDATE suppression_causes SET organization_id = COALESCE(organization_id, ?)
                WHERE address_hash = ? AND channel = ? AND reason = ?""")
                .params(organization, addressHash, channel.code(), reason.code())
                .update();
    }

    /** From {@code at} on nothing may be sent there, unless something newer has lifted that. */
    public void suppress(String addressHash, Channel channel, SuppressionReason reason, Instant at) {
        var before = lock(addressHash, channel, reason);
        jdbc.sql("""
                INSERT INTO suppression_causes (address_hash, channel, reason, since) VALUES (?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE since = GREATEST(COALESCE(since, VALUES(since)), VALUES(since))""")
                .params(addressHash, channel.code(), reason.code(), micros(at))
                .update();
        settle(addressHash, channel, before, reason);
    }

    /**
     * Ends what this reason began before {@code at}; other reasons keep holding.
     *
     * @return whether something else holds for the address now
     */
    public boolean lift(String addressHash, Channel channel, SuppressionReason reason, Instant at) {
        var before = lock(addressHash, channel, reason);
        jdbc.sql("""
                INSERT INTO suppression_causes (address_hash, channel, reason, lifted_at) VALUES (?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE
                lifted_at = GREATEST(COALESCE(lifted_at, VALUES(lifted_at)), VALUES(lifted_at))""")
                .params(addressHash, channel.code(), reason.code(), micros(at))
                .update();
        return settle(addressHash, channel, before, reason);
    }

    private Suppression lock(String addressHash, Channel channel, SuppressionReason reason) {
        jdbc.sql("INSERT IGNORE INTO suppressions (address_hash, channel, reason, changed_at) VALUES (?, ?, ?, ?)")
                .params(addressHash, channel.code(), reason.code(), micros(clock.instant()))
                .update();
        jdbc.sql("SELECT version FROM suppressions WHERE address_hash = ? AND channel = ? FOR UPDATE")
                .params(addressHash, channel.code())
                .query(Long.class)
                .single();
        return of(addressHash, channel);
    }

    private boolean settle(String addressHash, Channel channel, Suppression before, SuppressionReason reason) {
        var after = SuppressionCause.sum(causes(addressHash, channel), reason);
        if (after.equals(before) || !after.active() && !before.active()) {
            return false;
        }
        store(addressHash, channel, after);
        meters.counter(
                        "outreach.suppression.changes",
                        "channel",
                        channel.code(),
                        "reason",
                        reason.code(),
                        "active",
                        Boolean.toString(after.active()))
                .increment();
        return true;
    }

    private void store(String addressHash, Channel channel, Suppression after) {
        var now = clock.instant();
        jdbc.sql("""
                UPDATE suppressions SET active = ?, marketing_only = ?, reason = ?, version = version + 1,
                changed_at = ? WHERE address_hash = ? AND channel = ?""")
                .params(
                        after.active(),
                        after.marketingOnly(),
                        after.reason().code(),
                        micros(now),
                        addressHash,
                        channel.code())
                .update();
        jdbc.sql("""
                INSERT INTO suppression_history
                (address_hash, channel, active, marketing_only, reason, version, changed_at)
                SELECT address_hash, channel, active, marketing_only, reason, version, changed_at
                FROM suppressions WHERE address_hash = ? AND channel = ?""").params(addressHash, channel.code()).update();
        announce(addressHash, channel, after, now);
    }

    private void announce(String addressHash, Channel channel, Suppression after, Instant now) {
        var version = jdbc.sql("SELECT version FROM suppressions WHERE address_hash = ? AND channel = ?")
                .params(addressHash, channel.code())
                .query(Long.class)
                .single();
        // The topic is compacted: one key for both channels of a telephone would lose one of them.
        outbox.publish(
                Topics.SUPPRESSION,
                addressHash + "." + channel.code(),
                new SuppressionChanged(
                        addressHash,
                        channel,
                        after.active(),
                        after.marketingOnly(),
                        version,
                        after.reason().code(),
                        now));
    }

    private List<SuppressionCause> causes(String addressHash, Channel channel) {
        return jdbc.sql("SELECT * FROM suppression_causes WHERE address_hash = ? AND channel = ?")
                .params(addressHash, channel.code())
                .query((row, number) -> new SuppressionCause(
                        SuppressionReason.of(row.getString("reason")),
                        instant(row.getTimestamp("since")),
                        instant(row.getTimestamp("lifted_at")),
                        row.getBoolean("marketing_only")))
                .list();
    }

    /** An address as it is used on one channel. */
    public record AddressOnChannel(String addressHash, Channel channel) {}

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static Timestamp micros(Instant instant) {
        return Timestamp.from(instant.truncatedTo(ChronoUnit.MICROS));
    }
}
