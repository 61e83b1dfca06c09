package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows what the simulated providers accept. The whole ledgers of a burst are some fifty thousand lines: who read all of
 * them every other second would measure the reading, so each line is read once, and counting is left to the simulators.
 * Not thread-safe.
 */
final class AcceptedMessages {

    private final Map<String, Long> read = new HashMap<>();
    private final Map<String, List<LedgerEntry>> byJob = new HashMap<>();
    private final SimulatorsApi simulators;

    AcceptedMessages(SimulatorsApi simulators) {
        this.simulators = simulators;
    }

    /** How many there are by now, of whomever. */
    long count() throws IOException {
        var summary = simulators.summary();
        return SimulatorsApi.PROVIDERS.stream().mapToLong(summary::messages).sum();
    }

    /** Takes note of those that came since the last time. */
    void read() throws IOException {
        for (var provider : SimulatorsApi.PROVIDERS) {
            var news = simulators.accepted(provider, read.getOrDefault(provider, 0L));
            news.messages()
                    .forEach(each -> byJob.computeIfAbsent(String.valueOf(each.jobId()), _ -> new ArrayList<>())
                            .add(each));
            read.put(provider, news.last());
        }
    }

    /** What was read so far, by job. */
    Map<String, List<LedgerEntry>> byJob() {
        return byJob;
    }
}
