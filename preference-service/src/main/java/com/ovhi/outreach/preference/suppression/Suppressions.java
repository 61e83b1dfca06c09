package com.ovhi.outreach.preference.suppression;

import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.preference.moment.Precision;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Addresses that may not be contacted. Every change is versioned, kept and announced, in the caller's transaction. */
@Component
public class Suppressions {

    private static final String KEY = "address_hash = ? AND channel = ? AND organization_id = ?";

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

    /** What holds at an address on a channel for an organisation. */
    public Suppression of(long organization, String addressHash, Channel channel) {
        return of(List.of(new AddressOnChannel(addressHash, channel))).to(organization, addressHash, channel);
    }

    /** What holds for those a barrier binds; more may hold for some of them. */
    public Suppression of(Barrier barrier) {
        return of(List.of(barrier.place())).at(barrier);
    }

    /** What holds at addresses, for whomever. */
    public Known of(Collection<AddressOnChannel> addresses) {
        var found = new HashMap<Barrier, Suppression>();
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
                        found.put(SuppressionRows.barrier(row), SuppressionRows.suppression(row));
                    });
        }
        return new Known(found);
    }

    /** From {@code at} on nothing may be sent there by those it binds, unless something newer has lifted that. */
    public void suppress(Barrier barrier, SuppressionReason reason, Instant at) {
        var before = lock(barrier, reason);
        // Of several occurrences the one counts that may have been the last, however exactly each was told.
        jdbc.sql("""
                INSERT INTO suppression_causes (address_hash, channel, organization_id, reason, since)
                VALUES (?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE since = GREATEST(COALESCE(since, VALUES(since)), VALUES(since))""")
                .params(key(barrier, reason.code(), micros(Precision.latest(at))))
                .update();
        settle(barrier, before, reason);
    }

    /**
     * Ends what this reason began before {@code at}; other reasons keep holding.
     *
     * @return whether something else holds for the address now
     */
    public boolean lift(Barrier barrier, SuppressionReason reason, Instant at) {
        var before = lock(barrier, reason);
        jdbc.sql("""
                INSERT INTO suppression_causes (address_hash, channel, organization_id, reason, lifted_at)
                VALUES (?, ?, ?, ?, ?)
                ON DUPLICATE KEY UPDATE
                lifted_at = GREATEST(COALESCE(lifted_at, VALUES(lifted_at)), VALUES(lifted_at))""").params(key(barrier, reason.code(), micros(at))).update();
        return settle(barrier, before, reason);
    }

    /** Whether this was ever said against the address there. */
    public boolean knows(Barrier barrier, SuppressionReason reason) {
        return jdbc.sql("SELECT 1 FROM suppression_causes WHERE " + KEY + " AND reason = ? AND since IS NOT NULL")
                .params(key(barrier, reason.code()))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Whether this was lifted after {@code since}, and was said again after that. */
    public boolean cameBack(Barrier barrier, SuppressionReason reason, Instant since) {
        return jdbc.sql("SELECT 1 FROM suppression_causes WHERE " + KEY
                        + " AND reason = ? AND lifted_at > ? AND since >= lifted_at")
                .params(key(barrier, reason.code(), micros(since)))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Waits for whoever is just closing or opening one of these addresses to anybody. Who gives a patient an address calls
     * it after that is stored: the other then finds the patient there, or the caller finds what holds.
     */
    public void await(Map<Channel, String> addressHashes) {
        addressHashes.forEach((channel, hash) -> jdbc.sql(
                        "SELECT 1 FROM suppressions WHERE address_hash = ? AND channel = ? LOCK IN SHARE MODE")
                .params(hash, channel.code())
                .query(Integer.class)
                .list());
    }

    private Suppression lock(Barrier barrier, SuppressionReason reason) {
        jdbc.sql("""
                INSERT IGNORE INTO suppressions (address_hash, channel, organization_id, reason, changed_at)
                VALUES (?, ?, ?, ?, ?)""")
                .params(key(barrier, reason.code(), micros(clock.instant())))
                .update();
        return jdbc.sql("SELECT * FROM suppressions WHERE " + KEY + " FOR UPDATE")
                .params(key(barrier))
                .query((row, number) -> SuppressionRows.suppression(row))
                .single();
    }

    private boolean settle(Barrier barrier, Suppression before, SuppressionReason reason) {
        var after = SuppressionCause.sum(causes(barrier), reason);
        if (after.equals(before) || !after.active() && !before.active()) {
            return false;
        }
        store(barrier, after);
        AfterCommit.run(() -> count(barrier, reason, after));
        return true;
    }

    private void count(Barrier barrier, SuppressionReason reason, Suppression after) {
        meters.counter(
                        "outreach.suppression.changes",
                        "channel",
                        barrier.channel().code(),
                        "reason",
                        reason.code(),
                        "active",
                        Boolean.toString(after.active()),
                        "binds",
                        barrier.bindsEverybody() ? "everybody" : "organization")
                .increment();
    }

    private void store(Barrier barrier, Suppression after) {
        var now = clock.instant();
        var params = new ArrayList<Object>(
                List.of(after.active(), after.marketingOnly(), after.reason().code(), micros(now)));
        params.addAll(key(barrier));
        jdbc.sql("""
                UPDATE suppressions SET active = ?, marketing_only = ?, reason = ?, version = version + 1,
                changed_at = ? WHERE\s""" + KEY).params(params).update();
        jdbc.sql("""
                INSERT INTO suppression_history
                (address_hash, channel, organization_id, active, marketing_only, reason, version, changed_at)
                SELECT address_hash, channel, organization_id, active, marketing_only, reason, version, changed_at
                FROM suppressions WHERE\s""" + KEY).params(key(barrier)).update();
        if (barrier.bindsEverybody()) {
            announce(barrier, after, now);
        }
    }

    /** What binds one organisation is told with the permissions of its patients: this topic speaks to everybody. */
    private void announce(Barrier barrier, Suppression after, Instant now) {
        var version = jdbc.sql("SELECT version FROM suppressions WHERE " + KEY)
                .params(key(barrier))
                .query(Long.class)
                .single();
        // The topic is compacted: one key for both channels of a telephone would lose one of them.
        outbox.publish(
                Topics.SUPPRESSION,
                barrier.addressHash() + "." + barrier.channel().code(),
                new SuppressionChanged(
                        barrier.addressHash(),
                        barrier.channel(),
                        after.active(),
                        after.marketingOnly(),
                        version,
                        after.reason().code(),
                        now));
    }

    private List<SuppressionCause> causes(Barrier barrier) {
        return jdbc.sql("SELECT * FROM suppression_causes WHERE " + KEY)
                .params(key(barrier))
                .query((row, number) -> SuppressionRows.cause(row))
                .list();
    }

    private static List<Object> key(Barrier barrier, Object... more) {
        var key = new ArrayList<Object>(
                List.of(barrier.addressHash(), barrier.channel().code(), barrier.organization()));
        key.addAll(List.of(more));
        return key;
    }

    private static Timestamp micros(Instant instant) {
        return Timestamp.from(instant.truncatedTo(ChronoUnit.MICROS));
    }

    /** An address as it is used on one channel. */
    public record AddressOnChannel(String addressHash, Channel channel) {}

    /** What holds at some addresses, for everybody and for single organisations. */
    public record Known(Map<Barrier, Suppression> suppressions) {

        /** What holds for one organisation. */
        public Suppression to(long organization, String addressHash, Channel channel) {
            return at(Barrier.toEverybody(addressHash, channel))
                    .and(at(new Barrier(addressHash, channel, organization)));
        }

        private Suppression at(Barrier barrier) {
            return suppressions.getOrDefault(barrier, Suppression.NONE);
        }
    }
}
