package com.ovhi.outreach.channel.rate;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.time.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Keeps every account and sender below its rate, over all instances through Redis; without Redis each instance keeps to
 * its share. A provider's wish to be left alone is obeyed by all instances, and by this one with or without Redis.
 * Thread-safe.
 */
@Component
public class RateLimits {

    private static final Logger log = LoggerFactory.getLogger(RateLimits.class);

    /** Whoever would wait longer in line asks again instead: the rate may have grown by then. */
    private static final long LINE = TimeUnit.SECONDS.toMicros(8);

    private final Map<Account, List<Limit>> limits;
    private final RedisBuckets shared;
    private final LocalBuckets local;
    private final Map<String, Long> closedUntil = new ConcurrentHashMap<>();
    private final Map<String, Adaptation> adaptations = new ConcurrentHashMap<>();
    private final RateProperties properties;
    private final LongSupplier nanos;
    private final MeterRegistry meters;
    private final Rest redisRest;

    @Autowired
    RateLimits(Gateways gateways, RedisBuckets shared, RateProperties properties, MeterRegistry meters) {
        this(
                gateways.all().stream().collect(Collectors.toMap(ChannelGateway::account, ChannelGateway::limits)),
                shared,
                properties,
                meters,
                System::nanoTime);
    }

    RateLimits(
            Map<Account, List<Limit>> limits,
            RedisBuckets shared,
            RateProperties properties,
            MeterRegistry meters,
            LongSupplier nanos) {
        this.limits = Map.copyOf(limits);
        this.shared = shared;
        this.properties = properties;
        this.meters = meters;
        this.nanos = nanos;
        LongSupplier micros = () -> TimeUnit.NANOSECONDS.toMicros(nanos.getAsLong());
        local = new LocalBuckets(micros);
        redisRest = new Rest(nanos);
    }

    /**
     * Takes leave to send messages now. The last tenth of a full bucket is for urgent ones, and so is another fifth that
     * reminders may use and campaigns may not.
     */
    public Tokens take(Account account, Lane lane, int most) {
        var names = limitsOf(account);
        var closed = closed(names.getFirst());
        var taken = closed > 0
                ? -closed
                : redisRest.resting() ? takeLocal(names, lane, most) : takeShared(names, lane, most);
        if (taken > 0) {
            return new Tokens(Math.toIntExact(taken), Duration.ZERO);
        }
        return new Tokens(0, Duration.of(-taken, ChronoUnit.MICROS));
    }

    /**
     * Tells those that were given no token when to ask again, so that the k-th of them comes when the k-th token does. Each
     * lane has a line of its own, which is not long, and what is urgent stands in none.
     */
    public Turns turns(Account account, Lane lane, int count) {
        var names = limitsOf(account);
        meters.counter("outreach.rate.refused", "account", account.label()).increment(count);
        var closed = closed(names.getFirst());
        return redisRest.resting() ? turnsLocal(names, lane, count, closed) : turnsShared(names, lane, count, closed);
    }

    /** Measures how long a message waits for its turn. */
    public void waits(Account account, Lane lane, Duration wait) {
        meters.timer("outreach.rate.wait", "account", account.label(), "lane", lane.code())
                .record(wait);
    }

    /**
     * The provider said that this account's sender is too fast: nobody sends for a while, and then all instances
     * together at half the rate until it has grown back. What this one was told it also keeps to without Redis.
     *
     * @param pause what the provider asks for, real time, if it says
     */
    public void close(Account account, @Nullable Duration pause) {
        var wanted = pause == null || pause.compareTo(properties.closed()) < 0 ? properties.closed() : pause;
        var micros = TimeUnit.NANOSECONDS.toMicros(wanted.toNanos());
        var sender = limitsOf(account).getFirst();
        meters.counter("outreach.rate.closed", "account", account.label()).increment();
        var now = nanos.getAsLong();
        closedUntil.merge(sender.name(), now + wanted.toNanos(), RateLimits::later);
        var until = now + wanted.toNanos();
        adaptations.compute(
                sender.name(), (_, known) -> known == null ? Adaptation.first(until) : known.slower(now, until));
        if (!redisRest.resting()) {
            try {
                shared.close(bucket(sender, burst(Lane.URGENT)), micros);
            } catch (RuntimeException e) {
                away(e);
            }
        }
    }

    /** How long this instance must still leave a sender alone. */
    private long closed(Limit sender) {
        var until = closedUntil.get(sender.name());
        return until == null ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMicros(until - nanos.getAsLong()));
    }

    private static long later(long one, long other) {
        return other - one > 0 ? other : one;
    }

    private long takeShared(List<Limit> names, Lane lane, int most) {
        try {
            return shared.take(shared(names, lane), most);
        } catch (RuntimeException e) {
            away(e);
            return takeLocal(names, lane, most);
        }
    }

    private long takeLocal(List<Limit> names, Lane lane, int most) {
        return local.take(local(names, lane), most);
    }

    private Turns turnsShared(List<Limit> names, Lane lane, int count, long atLeast) {
        try {
            return turns(shared.turns(shared(names, lane), lane.code(), inLine(lane, count), atLeast, LINE));
        } catch (RuntimeException e) {
            away(e);
            return turnsLocal(names, lane, count, atLeast);
        }
    }

    private Turns turnsLocal(List<Limit> names, Lane lane, int count, long atLeast) {
        return turns(local.turns(local(names, lane), lane.code(), inLine(lane, count), atLeast, LINE));
    }

    private static int inLine(Lane lane, int count) {
        return lane == Lane.URGENT ? 0 : count;
    }

    private static Turns turns(Line line) {
        return new Turns(Duration.of(line.first(), ChronoUnit.MICROS), Duration.of(line.each(), ChronoUnit.MICROS));
    }

    private List<Bucket> shared(List<Limit> names, Lane lane) {
        return names.stream().map(limit -> bucket(limit, burst(lane))).toList();
    }

    private List<Bucket> local(List<Limit> names, Lane lane) {
        return names.stream()
                .map(limit -> Bucket.of(limit.name(), rate(limit) * properties.localShare(), burst(lane)))
                .toList();
    }

    private Bucket bucket(Limit limit, long burst) {
        // One hash tag, since a script may only touch keys of one slot.
        return Bucket.of("outreach:rate:{limits}:" + limit.name(), limit.perSecond(), burst);
    }

    /** What the provider allows, as far as it has taught this instance. */
    private double rate(Limit limit) {
        var learned = adaptations.get(limit.name());
        return learned == null ? limit.perSecond() : limit.perSecond() * learned.share(nanos.getAsLong());
    }

    private long burst(Lane lane) {
        var share = switch (lane) {
            case URGENT -> 1.0;
            case PRIORITY -> 0.9;
            case BULK -> 0.7;
        };
        return Math.round(TimeUnit.NANOSECONDS.toMicros(properties.burst().toNanos()) * share);
    }

    private List<Limit> limitsOf(Account account) {
        return Objects.requireNonNull(limits.get(account), "No limits for the account");
    }

    private void away(RuntimeException failure) {
        redisRest.rest(properties.rest());
        log.atWarn()
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("Redis does not answer; this instance keeps to its share of the rates");
    }
}
