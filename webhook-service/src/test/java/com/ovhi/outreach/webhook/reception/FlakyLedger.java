package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Arrival;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that can be made to fail. */
final class FlakyLedger implements Ledger {

    private final Set<String> keys = new LinkedHashSet<>();
    private @Nullable RuntimeException failure;
    private String only = "";
    private int calls;
    private volatile @Nullable CountDownLatch held;

    void failWith(@Nullable RuntimeException failure) {
        this.failure = failure;
        only = "";
    }

    /** Fails for one event only. */
    void failFor(String key, RuntimeException failure) {
        this.failure = failure;
        only = key;
    }

    /** Does nothing until it is let go on. */
    void holdUp(CountDownLatch goOn) {
        held = goOn;
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
        waitFor(held);
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

    private static void waitFor(@Nullable CountDownLatch goOn) {
        try {
            if (goOn != null && !goOn.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody let it go on");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<Arrival> known(List<Arrival> arrivals) {
        return arrivals.stream().filter(each -> keys.contains(key(each))).toList();
    }

    private static String key(Arrival arrival) {
        return arrival.observation().dedupeKey();
    }
}
