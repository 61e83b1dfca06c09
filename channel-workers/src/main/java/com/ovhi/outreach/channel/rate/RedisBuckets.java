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

    /** What the sender's provider has taught: {@code <share> <since>} as in {@link Adaptation}, and what follows from it. */
    private static final String LEARNED = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local share, since = 1, 0
            local learned = redis.call('GET', KEYS[1])
            if learned then
              share, since = string.match(learned, '^(%S+) (%S+)$')
              share, since = tonumber(share), tonumber(since)
              share = math.min(1, share + math.max(0, now - since) * 0.00000002)
            end
            """;

    /**
     * KEYS: what was learned of the first bucket, then one for each bucket; ARGV: how many, then interval and tolerance of
     * each. Returns tokens, or minus the wait.
     */
    private static final RedisScript<Long> TAKE = RedisScript.of(LEARNED + """
            local granted = tonumber(ARGV[1])
            local wait = 0
            local full, interval = {}, {}
            for i = 1, #KEYS - 1 do
              interval[i] = ARGV[2 * i] / (i == 1 and share or 1)
              local room = now + math.max(ARGV[2 * i + 1], interval[i])
              full[i] = math.max(tonumber(redis.call('GET', KEYS[i + 1]) or '0'), now)
              granted = math.min(granted, math.max(0, math.floor((room - full[i]) / interval[i])))
              wait = math.max(wait, full[i] + interval[i] - room)
            end
            if granted == 0 then return -math.ceil(wait) end
            for i = 1, #KEYS - 1 do
              local taken = full[i] + granted * interval[i]
              redis.call('SET', KEYS[i + 1], string.format('%.0f', taken), 'PX', math.ceil((taken - now) / 1000) + 1000)
            end
            return granted""", Long.class);

    /**
     * KEYS: what was learned, the number of the next free turn, then one for each bucket; ARGV: as above, then the least
     * wait and the line. Returns the wait of the first, and the interval of the slowest bucket.
     */
    private static final RedisScript<String> TURNS = RedisScript.of(LEARNED + """
            local least = now + ARGV[#ARGV - 1]
            local slowest = 0
            for i = 1, #KEYS - 2 do
              local interval = ARGV[2 * i] / (i == 1 and share or 1)
              local full = math.max(tonumber(redis.call('GET', KEYS[i + 2]) or '0'), now)
              least = math.max(least, full + interval - math.max(ARGV[2 * i + 1], interval))
              slowest = math.max(slowest, interval)
            end
            local last = least + ARGV[#ARGV]
            local first = math.min(math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), least), last)
            local free = math.min(first + ARGV[1] * slowest, last)
            redis.call('SET', KEYS[2], string.format('%.0f', free), 'PX', math.ceil((free - now) / 1000) + 1000)
            return string.format('%.0f %.0f', first - now, slowest)""", String.class);

    /** KEYS what was learned, bucket; ARGV interval, tolerance, pause, the least share, how long to remember in ms. */
    private static final RedisScript<Long> CLOSE = RedisScript.of(LEARNED + """
            if now >= since then
              share = math.max(ARGV[4], share / 2)
              local text = string.format('%.6f %.0f', share, now + ARGV[3])
              redis.call('SET', KEYS[1], text, 'PX', math.ceil(ARGV[3] / 1000) + ARGV[5])
            end
            local interval = ARGV[1] / share
            local known = tonumber(redis.call('GET', KEYS[2]) or '0')
            local full = math.max(known, now + ARGV[3] + math.max(ARGV[2], interval) - interval)
            redis.call('SET', KEYS[2], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000) + 1000)
            return 0""", Long.class);

    /** By then every share has grown back. */
    private static final long REMEMBERED_MILLIS = 60_000;

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
                TAKE,
                Stream.concat(Stream.of(learned(buckets)), keys(buckets)).toList(),
                arguments(buckets, most).toArray());
    }

    /**
     * Gives so many turns to those turned away; the first of them waits at least so long.
     *
     * @param line whose turns they are
     * @param longest how much longer than without anybody before them they wait at most
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    Line turns(List<Bucket> buckets, String line, int count, long atLeast, long longest) {
        var turn = buckets.getFirst().key() + ":turn:" + line;
        var found = redis.execute(
                TURNS,
                Stream.concat(Stream.of(learned(buckets), turn), keys(buckets)).toList(),
                Stream.concat(arguments(buckets, count), Stream.of(Long.toString(atLeast), Long.toString(longest)))
                        .toArray());
        var space = found.indexOf(' ');
        return new Line(Long.parseLong(found.substring(0, space)), Long.parseLong(found.substring(space + 1)));
    }

    private static String learned(List<Bucket> buckets) {
        return learned(buckets.getFirst());
    }

    private static String learned(Bucket sender) {
        return sender.key() + ":learned";
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
     * Lets a sender's bucket have no token for a while, and afterwards half as many as before until it has grown back.
     *
     * @throws org.springframework.dao.DataAccessException when Redis does not answer
     */
    void close(Bucket sender, long pause) {
        redis.execute(
                CLOSE,
                List.of(learned(sender), sender.key()),
                Long.toString(sender.interval()),
                Long.toString(sender.tolerance()),
                Long.toString(pause),
                Double.toString(Adaptation.LEAST),
                Long.toString(REMEMBERED_MILLIS));
    }
}
