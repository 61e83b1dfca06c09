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

    /** KEYS: one for each bucket; ARGV: how many, then interval and tolerance of each. Returns tokens, or minus the wait. */
    private static final RedisScript<Long> TAKE = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local granted = tonumber(ARGV[1])
            local wait = 0
            local full = {}
            for i, key in ipairs(KEYS) do
              local interval = tonumber(ARGV[2 * i])
              local room = now + ARGV[2 * i + 1]
              full[i] = math.max(tonumber(redis.call('GET', key) or '0'), now)
              granted = math.min(granted, math.max(0, math.floor((room - full[i]) / interval)))
              wait = math.max(wait, full[i] + interval - room)
            end
            if granted == 0 then return -wait end
            for i, key in ipairs(KEYS) do
              local taken = full[i] + granted * ARGV[2 * i]
              redis.call('SET', key, string.format('%.0f', taken), 'PX', math.ceil((taken - now) / 1000) + 1000)
            end
            return granted""", Long.class);

    /** KEYS: the number of the next free turn, then one for each bucket; ARGV: as above, then the least wait and the line. */
    private static final RedisScript<Long> TURNS = RedisScript.of("""
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local least = now + ARGV[#ARGV - 1]
            local slowest = 0
            for i = 2, #KEYS do
              local interval = tonumber(ARGV[2 * i - 2])
              local full = math.max(tonumber(redis.call('GET', KEYS[i]) or '0'), now)
              least = math.max(least, full + interval - ARGV[2 * i - 1])
              slowest = math.max(slowest, interval)
            end
            local last = least + ARGV[#ARGV]
            local first = math.min(math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), least), last)
            local free = math.min(first + ARGV[1] * slowest, last)
            redis.call('SET', KEYS[1], string.format('%.0f', free), 'PX', math.ceil((free - now) / 1000) + 1000)
            return first - now""", Long.class);

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
     * Takes so many tokens, or as many as each bucket has; if one has none, the negative wait for the next.
     *
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    long take(List<Bucket> buckets, int most) {
        return redis.execute(
                TAKE, keys(buckets).toList(), arguments(buckets, most).toArray());
    }

    /**
     * Gives so many turns to those turned away; returns the wait of the first of them, which is at least so long.
     *
     * @param line whose turns they are
     * @param longest how much longer than without anybody before them they wait at most
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    long turns(List<Bucket> buckets, String line, int count, long atLeast, long longest) {
        var turn = buckets.getFirst().key() + ":turn:" + line;
        return redis.execute(
                TURNS,
                Stream.concat(Stream.of(turn), keys(buckets)).toList(),
                Stream.concat(arguments(buckets, count), Stream.of(Long.toString(atLeast), Long.toString(longest)))
                        .toArray());
    }

    private static Stream<String> keys(List<Bucket> buckets) {
        return buckets.stream().map(Bucket::key);
    }

    private static Stream<String> arguments(List<Bucket> buckets, int count) {
        return Stream.concat(
                Stream.of(Integer.toString(count)),
                buckets.stream()
                        .flatMap(each -> Stream.of(Long.toString(each.interval()), Long.toString(each.tolerance()))));
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
