package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.moment.Precision;
import com.ovhi.outreach.preference.optout.OptOuts;
import com.ovhi.outreach.preference.suppression.Barrier;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tables {@code address_strikes} and {@code struck_addresses}: counts the messages that met with a failure at an address,
 * and suppresses it when there are enough of them. Times are the suite's. Thread-safe.
 */
@Component
class Strikes {

    private static final Logger log = LoggerFactory.getLogger(Strikes.class);
    private static final int PURGE_CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final Suppressions suppressions;
    private final OptOuts optOuts;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final MeterRegistry meters;

    Strikes(
            JdbcClient jdbc,
            Suppressions suppressions,
            OptOuts optOuts,
            PlatformTransactionManager transactions,
            Clock clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.suppressions = suppressions;
        this.optOuts = optOuts;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        this.meters = meters;
    }

    /** A message met with a failure at an address; however often it is reported, it counts once. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void count(StrikeRule rule, String addressHash, DeliveryReported report) {
        lock(addressHash, rule.channel());
        var isNews = jdbc.sql("""
                        INSERT IGNORE INTO address_strikes (address_hash, channel, code, message, struck_at)
                        VALUES (?, ?, ?, ?, ?)""")
                        .params(
                                addressHash,
                                rule.channel().code(),
                                rule.code(),
                                message(report),
                                micros(report.occurredAt()))
                        .update()
                == 1;
        if (isNews) {
            meters.counter("outreach.address.strikes", "code", rule.code()).increment();
            last(rule, addressHash).ifPresent(at -> suppress(rule, addressHash, at));
        }
    }

    /** When the last strike was, if there are enough of them by then. */
    private Optional<Instant> last(StrikeRule rule, String addressHash) {
        var newest = jdbc.sql(
                        "SELECT MAX(struck_at) FROM address_strikes WHERE address_hash = ? AND channel = ? AND code = ?")
                .params(addressHash, rule.channel().code(), rule.code())
                .query(Timestamp.class)
                .single()
                .toInstant();
        var count = jdbc.sql("""
                        SELECT COUNT(*) FROM address_strikes
                        WHERE address_hash = ? AND channel = ? AND code = ? AND struck_at > ?""")
                .params(addressHash, rule.channel().code(), rule.code(), micros(newest.minus(rule.within())))
                .query(Integer.class)
                .single();
        return count >= rule.strikes() ? Optional.of(newest) : Optional.empty();
    }

    /** What is suppressed already stays so for as long as it was to. */
    private void suppress(StrikeRule rule, String addressHash, Instant at) {
        if (suppressions.of(Barrier.toEverybody(addressHash, rule.channel())).total()) {
            return;
        }
        optOuts.unreachable(addressHash, rule.channel(), SuppressionReason.UNDELIVERABLE, at);
        var lasting = rule.lasting();
        if (lasting != null) {
            jdbc.sql("UPDATE struck_addresses SET since = ?, until_at = ? WHERE address_hash = ? AND channel = ?")
                    .params(
                            micros(at),
                            micros(at.plus(lasting)),
                            addressHash,
                            rule.channel().code())
                    .update();
        }
    }

    private void lock(String addressHash, Channel channel) {
        jdbc.sql("""
                        INSERT INTO struck_addresses (address_hash, channel) VALUES (?, ?)
                        ON DUPLICATE KEY UPDATE address_hash = VALUES(address_hash)""").params(addressHash, channel.code()).update();
    }

    /**
     * Tries addresses again that were left alone for long enough, each in a transaction of its own. One that cannot be
     * opened keeps nobody else closed; its turn comes again.
     */
    @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT5M")
    void release() {
        due().forEach(this::releaseAlone);
    }

    private List<Struck> due() {
        return Objects.requireNonNull(transactions.execute(_ -> jdbc.sql(
                        "SELECT address_hash, channel FROM struck_addresses WHERE until_at <= ? ORDER BY until_at")
                .param(micros(clock.instant()))
                .query((row, n) -> new Struck(row.getString("address_hash"), Channel.of(row.getString("channel"))))
                .list()));
    }

    private void releaseAlone(Struck struck) {
        try {
            transactions.executeWithoutResult(_ -> release(struck));
        } catch (RuntimeException e) {
            meters.counter(
                            "outreach.address.release.failures",
                            "channel",
                            struck.channel().code())
                    .increment();
            log.atWarn()
                    .addKeyValue("address_hash", struck.addressHash())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("An address that was left alone for long enough could not be opened");
        }
    }

    /** Unless somebody else does it, or did. */
    private void release(Struck struck) {
        var since = jdbc.sql("""
                        SELECT since FROM struck_addresses
                        WHERE address_hash = ? AND channel = ? AND until_at <= ? FOR UPDATE SKIP LOCKED""")
                .params(struck.addressHash(), struck.channel().code(), micros(clock.instant()))
                .query((row, n) ->
                        Objects.requireNonNull(row.getTimestamp("since")).toInstant())
                .optional();
        since.ifPresent(at -> {
            // What was said of the address later keeps holding.
            optOuts.unblock(
                    Barrier.toEverybody(struck.addressHash(), struck.channel()),
                    SuppressionReason.UNDELIVERABLE,
                    Precision.latest(at).plus(1, ChronoUnit.MICROS),
                    Actor.PROVIDER);
            jdbc.sql("UPDATE struck_addresses SET since = NULL, until_at = NULL WHERE address_hash = ? AND channel = ?")
                    .params(struck.addressHash(), struck.channel().code())
                    .update();
        });
    }

    /** Forgets strikes that cannot count any more. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT9M")
    void purge() {
        var before = micros(clock.instant().minus(StrikeRule.LONGEST.multipliedBy(2)));
        int purged;
        do {
            purged = Objects.requireNonNull(
                    transactions.execute(_ -> jdbc.sql("DELETE FROM address_strikes WHERE struck_at < ? LIMIT ?")
                            .params(before, PURGE_CHUNK)
                            .update()));
        } while (purged == PURGE_CHUNK);
    }

    /** Names the message of a report; a retry of a job is the same message. */
    private static String message(DeliveryReported report) {
        var message = report.jobId() == null ? report.providerMessageId() : report.jobId();
        return message == null ? report.occurredAt().toString() : message.toString();
    }

    private static Timestamp micros(Instant at) {
        return Timestamp.from(at.truncatedTo(ChronoUnit.MICROS));
    }

    private record Struck(String addressHash, Channel channel) {}
}
