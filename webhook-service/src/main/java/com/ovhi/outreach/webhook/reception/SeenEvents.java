package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.time.Rest;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Which events were recorded lately, in Redis. It only saves work: what it names is looked up in the database, which alone
 * decides, and what it has forgotten is found there, too. While Redis is away it knows nothing. Thread-safe.
 */
@Component
class SeenEvents {

    private static final Logger log = LoggerFactory.getLogger(SeenEvents.class);

    /** SendGrid repeats for a day, and hardly anybody later. */
    private static final Duration REMEMBERED = Duration.ofHours(25);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** All in one slot, so that a cluster takes many in one go. */
    private static final String NAME = "outreach:webhook:{seen}:";

    /** One command on the connection that all share; a pipeline would open one of its own each time. */
    private static final RedisScript<Void> REMEMBER = RedisScript.of("""
            for _, name in ipairs(KEYS) do
              redis.call('SET', name, ARGV[2], 'EX', ARGV[1])
            end
            """);

    private static final String HERE = "1";
    private static final int NAME_DIGITS = 32;

    private final StringRedisTemplate redis;
    private final Rest rest = new Rest();

    SeenEvents(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /** Those of some events that may have been recorded before. */
    List<Arrival> among(List<Arrival> arrivals) {
        var names = arrivals.stream().map(SeenEvents::name).toList();
        var found = asked(() -> redis.opsForValue().multiGet(names));
        var suspected = new ArrayList<Arrival>();
        for (var i = 0; i < found.size(); i++) {
            if (HERE.equals(found.get(i))) {
                suspected.add(arrivals.get(i));
            }
        }
        return suspected;
    }

    /** These are in the database now. */
    void remember(List<Arrival> arrivals) {
        if (arrivals.isEmpty()) {
            return;
        }
        var names = arrivals.stream().map(SeenEvents::name).toList();
        asked(() -> {
            redis.execute(REMEMBER, names, Long.toString(REMEMBERED.toSeconds()), HERE);
            return List.of();
        });
    }

    private List<@Nullable String> asked(Supplier<@Nullable List<@Nullable String>> question) {
        if (rest.resting()) {
            return List.of();
        }
        try {
            var answer = question.get();
            return answer == null ? List.of() : answer;
        } catch (RuntimeException e) {
            rest.rest(PAUSE);
            log.atWarn()
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Redis does not answer; the database alone tells what was here before");
            return List.of();
        }
    }

    private static String name(Arrival arrival) {
        var observation = arrival.observation();
        var event = observation.provider().code() + "|" + arrival.account().name() + "|" + observation.dedupeKey();
        return NAME + Observation.sha256(event).substring(0, NAME_DIGITS);
    }
}
