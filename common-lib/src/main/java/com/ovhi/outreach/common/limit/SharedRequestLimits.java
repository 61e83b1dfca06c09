package com.ovhi.outreach.common.limit;

import com.ovhi.outreach.common.time.Rest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * The count of all instances, in Redis and by its clock. While Redis is away each instance counts for itself: a limit is
 * then as many times higher as there are instances, but there is one.
 */
final class SharedRequestLimits implements RequestLimits {

    private static final Logger log = LoggerFactory.getLogger(SharedRequestLimits.class);

    /** KEYS the limit's; ARGV microseconds between two, most at once. Microseconds to wait, 0 when admitted. */
    private static final RedisScript<Long> COUNT = RedisScript.of("""
            local time = redis.call('TIME')
            local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
            local interval = tonumber(ARGV[1])
            local occupied = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
            local wait = occupied - (tonumber(ARGV[2]) - 1) * interval - now
            if wait > 0 then return wait end
            local fresh = occupied + interval
            redis.call('SET', KEYS[1], string.format('%.0f', fresh), 'PX', math.ceil((fresh - now) / 1000))
            return 0""", Long.class);

    private static final int PSEUDONYM_BYTES = 16;

    private final StringRedisTemplate redis;
    private final RequestLimits local;
    private final SecretKeySpec secret;
    private final Duration pause;
    private final MeterRegistry meters;
    private final Rest redisRest = new Rest();

    /**
     * @param secret for the names in Redis, the same in all services
     * @param pause how long Redis is left alone after it failed
     */
    SharedRequestLimits(
            StringRedisTemplate redis, RequestLimits local, byte[] secret, Duration pause, MeterRegistry meters) {
        this.redis = redis;
        this.local = local;
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
        this.pause = pause;
        this.meters = meters;
    }

    @Override
    public Admission count(Limit limit, String key) {
        return countShared(limit, key)
                .map(shared -> counted(limit, shared, "shared"))
                .orElseGet(() -> counted(limit, local.count(limit, key), "local"));
    }

    private Optional<Admission> countShared(Limit limit, String key) {
        if (redisRest.resting()) {
            return Optional.empty();
        }
        try {
            var wait = redis.execute(
                    COUNT,
                    List.of(name(limit, key)),
                    Long.toString(limit.intervalMicros()),
                    Integer.toString(limit.most()));
            return Optional.ofNullable(wait).map(Admission::afterMicros);
        } catch (RuntimeException e) {
            redisRest.rest(pause);
            log.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Redis does not answer; this instance limits requests by itself");
            return Optional.empty();
        }
    }

    private Admission counted(Limit limit, Admission admission, String by) {
        meters.counter(
                        "outreach.limit.requests",
                        "limit",
                        limit.name(),
                        "verdict",
                        admission.admitted() ? "admitted" : "refused",
                        "counted",
                        by)
                .increment();
        return admission;
    }

    private String name(Limit limit, String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            var digest = mac.doFinal(("request-limit|" + limit.name() + "|" + key).getBytes(StandardCharsets.UTF_8));
            return "outreach:limit:" + limit.name() + ":" + HexFormat.of().formatHex(digest, 0, PSEUDONYM_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available", e);
        }
    }
}
