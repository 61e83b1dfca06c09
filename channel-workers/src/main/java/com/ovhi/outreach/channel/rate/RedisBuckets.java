package com.ovhi.outreach.channel.rate;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Token buckets of all instances, by the clock of Redis; each step is one script and so cannot be interrupted by
 * another instance's. The arithmetic is that of {@link Bucket}. Thread-safe.
 */
@Component
class RedisBuckets {

    /** KEYS: one for each bucket; ARGV: interval and tolerance of each. Returns how long to wait, 0 when taken. */
    private static final RedisScript<Long> TAKE = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local wait = 0
            local taken = {}
            for i, key in ipairs(KEYS) do
              local interval = tonumber(ARGV[2 * i - 1])
              taken[i] = math.max(tonumber(redis.call('GET', key) or '0'), now) + interval
              wait = math.max(wait, taken[i] - now - tonumber(ARGV[2 * i]))
            end
            if wait > 0 then return wait end
            for i, key in ipairs(KEYS) do
              redis.call('SET', key, string.format('%.0f', taken[i]), 'PX', math.ceil((taken[i] - now) / 1000) + 1000)
            end
            return 0""", Long.class);

    /** KEYS bucket; ARGV interval, tolerance, pause. */
    private static final RedisScript<Long> CLOSE = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local known = tonumber(redis.call('GET', KEYS[1]) or '0')
            local full = math.max(known, now + ARGV[3] + ARGV[2] - ARGV[1])
            redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1000)
            return 0""", Long.class);

    private final StringRedisTemplate redis;

    RedisBuckets(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /**
     * Takes a token from each bucket if all of them have one, else says how long to wait.
     *
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    long take(List<Bucket> buckets) {
        var keys = buckets.stream().map(Bucket::key).toList();
        var arguments = buckets.stream()
                .flatMap(each -> Stream.of(Long.toString(each.interval()), Long.toString(each.tolerance())))
                .toArray();
        return redis.execute(TAKE, keys, arguments);
    }

    /**
     * Lets a bucket have no token for a while.
     *
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    void close(Bucket bucket, long pause) {
        redis.execute(
                CLOSE,
                List.of(bucket.key()),
                Long.toString(bucket.interval()),
                Long.toString(bucket.tolerance()),
                Long.toString(pause));
    }
}
