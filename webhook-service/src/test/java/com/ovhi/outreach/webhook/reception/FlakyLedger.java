package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Arrival;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that can be made to fail. */
final class FlakyLedger implements Ledger {

    private final Set<String> keys = new LinkedHashSet<>();
    private @Nullable RuntimeException failure;
    private String only = "";
    private int calls;

    void failWith(@Nullable RuntimeException failure) {
        this.failure = failure;
        only = "";
    }

    /** Fails for one event only. */
    void failFor(String key, RuntimeException failure) {
        this.failure = failure;
        only = key;
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    int calls() {
        return calls;
    }

    @Override
    public List<Arrival> record(List<Arrival> arrivals) {
        calls++;
        if (failure != null
                && (only.isEmpty() || arrivals.stream().map(FlakyLedger::key).anyMatch(only::equals))) {
            throw failure;
        }
        var fresh = new ArrayList<Arrival>();
        for (var arrival : arrivals) {
            if (keys.add(key(arrival))) {
                fresh.add(arrival);
            }
        }
        return fresh;
    }

    @Override
    public List<Arrival> known(List<Arrival> arrivals) {
        return arrivals.stream().filter(each -> keys.contains(key(each))).toList();
    }

    private static String key(Arrival arrival) {
        return arrival.observation().dedupeKey();
    }
}
