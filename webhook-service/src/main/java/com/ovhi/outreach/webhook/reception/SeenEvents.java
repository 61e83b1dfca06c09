package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.time.Rest;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Observation;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * Which events came lately, in Redis. It only saves work: what it names is looked up in the database, which alone
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

    /** One command on the connection that all share: tells the places of those that were there and puts in the others. */
    @SuppressWarnings("rawtypes") // a script's type is a class
    private static final RedisScript<List> MEET = RedisScript.of("""
            local known = {}
            for place, name in ipairs(KEYS) do
              if not redis.call('SET', name, ARGV[2], 'NX', 'EX', ARGV[1]) then
                known[#known + 1] = place
              end
            end
            return known
            """, List.class);

    private static final String HERE = "1";
    private static final int NAME_DIGITS = 32;

    private final StringRedisTemplate redis;
    private final Rest rest = new Rest();

    SeenEvents(StringRedisTemplate redis) {
        this.redis = redis;
    }

    /**
     * Those of some events that may have been recorded before. It takes it that the others will be: if they are not, they
     * are suspected without reason the next time.
     */
    List<Arrival> meet(List<Arrival> arrivals) {
        if (rest.resting()) {
            return List.of();
        }
        try {
            var names = arrivals.stream().map(SeenEvents::name).toList();
            List<?> known = redis.execute(MEET, names, Long.toString(REMEMBERED.toSeconds()), HERE);
            return known.stream()
                    .map(place -> arrivals.get(((Number) place).intValue() - 1))
                    .toList();
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
