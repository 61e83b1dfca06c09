package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.ledger.SummaryPart;
import com.ovhi.outreach.simulators.world.DataDirectory;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Everything that is still to be posted to webhooks. */
@Component
public final class Callbacks implements SmartLifecycle, SummaryPart {

    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    private final Map<Provider, CallbackSender> senders = new EnumMap<>(Provider.class);
    private final Map<Provider, Postman> postmen = new EnumMap<>(Provider.class);
    private final Map<Provider, Lane> lanes = new EnumMap<>(Provider.class);
    private final Ledgers ledgers;
    private final Timetable timetable;
    private final CallbackJournal journal;
    private final HttpClient http;
    private volatile boolean running;

    Callbacks(
            List<CallbackSender> senders,
            Ledgers ledgers,
            Timetable timetable,
            CallbackProperties properties,
            DataDirectory directory,
            DomainClock clock,
            JsonMapper json) {
        this.ledgers = ledgers;
        this.timetable = timetable;
        this.journal = new CallbackJournal(directory.file("callbacks.ndjson"), json);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .executor(task -> Thread.ofVirtual().start(task))
                .build();
        for (CallbackSender sender : senders) {
            Postman postman = new Postman(sender, journal, properties, http, clock.real());
            this.senders.put(sender.provider(), sender);
            postmen.put(sender.provider(), postman);
            lanes.put(
                    sender.provider(),
                    new Lane(clock, properties.concurrency(), sender, batch -> post(postman, batch)));
        }
    }

    /** Plans everything that follows from an accepted message. */
    public void accepted(Provider provider, Entry message) {
        journal.plan(planned(provider, message)).forEach(lane(provider)::add);
    }

    /** Plans one thing more. */
    public void add(Callback callback) {
        journal.plan(List.of(callback)).forEach(lane(callback.provider())::add);
    }

    @Override
    public void start() {
        Map<Provider, Long> lastSeqs = new EnumMap<>(Provider.class);
        for (Provider provider : senders.keySet()) {
            lastSeqs.put(provider, ledgers.of(provider).lastSeq());
            ledgers.of(provider).forEachAfter(journal.mark(provider), entry -> planAnew(provider, entry));
        }
        journal.compact(lastSeqs).forEach(pending -> lane(pending.provider()).add(pending));
        running = true;
        lanes.forEach((provider, lane) -> lane.start("callbacks-" + provider.slug()));
    }

    @Override
    public void stop() {
        running = false;
        lanes.values().forEach(Lane::stop);
        http.shutdownNow();
        try {
            journal.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public String name() {
        return "callbacks";
    }

    @Override
    public Object summary() {
        Map<String, Map<String, Long>> summary = new TreeMap<>();
        postmen.forEach((provider, postman) -> {
            Map<String, Long> counts = new TreeMap<>(postman.counts());
            counts.put("waiting", (long) lane(provider).waiting());
            summary.put(provider.slug(), counts);
        });
        return summary;
    }

    private void planAnew(Provider provider, Entry entry) {
        if (entry.kind() == Entry.Kind.MESSAGE && !journal.planned(provider, entry.seq())) {
            journal.plan(planned(provider, entry)).forEach(journal::remember);
        }
    }

    private List<Callback> planned(Provider provider, Entry message) {
        CallbackSender sender = Objects.requireNonNull(senders.get(provider));
        return timetable.arrange(message, sender.plan(message));
    }

    private void post(Postman postman, List<Pending> batch) {
        Lane lane = lane(postman.provider());
        try {
            if (running) {
                postman.post(batch, lane::add);
            }
        } catch (RuntimeException failure) {
            if (running) {
                log.error("Callbacks of {} will be tried again", postman.provider(), failure);
                batch.forEach(pending -> postman.putBack(pending, lane::add));
            }
        }
    }

    private Lane lane(Provider provider) {
        return Objects.requireNonNull(lanes.get(provider));
    }
}
