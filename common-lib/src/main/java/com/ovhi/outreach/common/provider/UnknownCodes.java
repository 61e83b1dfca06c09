package com.ovhi.outreach.common.provider;

import com.ovhi.outreach.common.ids.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Codes a provider sent that stand in no table: counted, so that ops see and add them. Counting never fails and touches
 * no database; {@link UnknownCodeStore} writes the counts down. Thread-safe.
 */
public class UnknownCodes {

    private static final Logger log = LoggerFactory.getLogger(UnknownCodes.class);
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final String ODD = "odd";
    private static final int MOST = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Sighting, Integer> counts = new HashMap<>();
    private final MeterRegistry meters;

    public UnknownCodes(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Counts one; a code that does not look like one is counted as {@code odd}, since it may be anything. */
    public void count(Provider provider, String code) {
        var name = CODE.matcher(code).matches() ? code : ODD;
        meters.counter("outreach.provider.unknown_code", "provider", provider.code())
                .increment();
        log.atWarn()
                .addKeyValue("provider", provider.code())
                .addKeyValue("code", name)
                .log("The provider sent a code that is in no table");
        add(new Sighting(provider, name), 1);
    }

    /** Takes what was counted since the last time. */
    Map<Sighting, Integer> drain() {
        lock.lock();
        try {
            var drained = Map.copyOf(counts);
            counts.clear();
            return drained;
        } finally {
            lock.unlock();
        }
    }

    /** Puts back what could not be written. */
    void restore(Map<Sighting, Integer> drained) {
        drained.forEach(this::add);
    }

    private void add(Sighting sighting, int count) {
        lock.lock();
        try {
            if (counts.size() < MOST || counts.containsKey(sighting)) {
                counts.merge(sighting, count, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A code of a provider. */
    record Sighting(Provider provider, String code) {}
}
