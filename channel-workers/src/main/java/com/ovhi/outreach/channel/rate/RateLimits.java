package com.ovhi.outreach.channel.rate;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.common.time.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

    private final Map<Account, List<Limit>> limits;
    private final RedisBuckets shared;
    private final LocalBuckets local;
    private final Map<String, Long> closedUntil = new ConcurrentHashMap<>();
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

    /** Takes leave to send one message now: zero, or how long to wait before asking again. */
    public Duration take(Account account) {
        var names = limitsOf(account);
        var closed = closed(names.getFirst());
        var wait = closed > 0 ? closed : redisRest.resting() ? takeLocal(names) : takeShared(names);
        if (wait > 0) {
            meters.counter("outreach.rate.refused", "account", account.label()).increment();
        }
        return Duration.of(wait, ChronoUnit.MICROS);
    }

    /**
     * The provider said that this account's sender is too fast: nobody sends for a while.
     *
     * @param pause what the provider asks for, real time, if it says
     */
    public void close(Account account, @Nullable Duration pause) {
        var wanted = pause == null || pause.compareTo(properties.closed()) < 0 ? properties.closed() : pause;
        var micros = TimeUnit.NANOSECONDS.toMicros(wanted.toNanos());
        var sender = limitsOf(account).getFirst();
        meters.counter("outreach.rate.closed", "account", account.label()).increment();
        closedUntil.merge(sender.name(), nanos.getAsLong() + wanted.toNanos(), RateLimits::later);
        if (!redisRest.resting()) {
            try {
                shared.close(bucket(sender), micros);
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

    private long takeShared(List<Limit> names) {
        try {
            return shared.take(buckets(names, this::bucket));
        } catch (RuntimeException e) {
            away(e);
            return takeLocal(names);
        }
    }

    private long takeLocal(List<Limit> names) {
        return local.take(
                buckets(names, limit -> Bucket.of(limit.name(), limit.perSecond() * properties.localShare(), burst())));
    }

    private Bucket bucket(Limit limit) {
        // One hash tag, since a script may only touch keys of one slot.
        return Bucket.of("outreach:rate:{limits}:" + limit.name(), limit.perSecond(), burst());
    }

    private long burst() {
        return TimeUnit.NANOSECONDS.toMicros(properties.burst().toNanos());
    }

    private static List<Bucket> buckets(List<Limit> limits, Function<Limit, Bucket> bucket) {
        return limits.stream().map(bucket).toList();
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
