package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Observation;
import java.time.Instant;
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
    public List<Observation> record(List<Observation> observations, Account account, Instant receivedAt) {
        calls++;
        if (failure != null
                && (only.isEmpty() || observations.getFirst().dedupeKey().equals(only))) {
            throw failure;
        }
        var fresh = new ArrayList<Observation>();
        for (var observation : observations) {
            if (keys.add(observation.dedupeKey())) {
                fresh.add(observation);
            }
        }
        return fresh;
    }

    @Override
    public List<Observation> known(List<Observation> observations, Account account) {
        return observations.stream()
                .filter(each -> keys.contains(each.dedupeKey()))
                .toList();
    }
}
