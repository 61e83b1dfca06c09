package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.intent.Outcomes;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells the suite of calls that take longer than a second; of the others it hears how they ended soon enough. Thread-safe.
 */
@Component
class SlowCalls {

    private static final Duration SLOW = Duration.ofSeconds(1);

    private final Map<UUID, Long> begun = new ConcurrentHashMap<>();
    private final Outcomes outcomes;

    SlowCalls(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    void begun(UUID intentId) {
        begun.put(intentId, System.nanoTime());
    }

    void ended(UUID intentId) {
        begun.remove(intentId);
    }

    /** Each is told once. */
    @Scheduled(fixedDelayString = "PT0.25S")
    void tell() {
        var now = System.nanoTime();
        var slow = begun.entrySet().stream()
                .filter(each -> now - each.getValue() > SLOW.toNanos())
                .map(Map.Entry::getKey)
                .toList();
        if (!slow.isEmpty()) {
            outcomes.slow(slow);
            slow.forEach(begun::remove);
        }
    }
}
