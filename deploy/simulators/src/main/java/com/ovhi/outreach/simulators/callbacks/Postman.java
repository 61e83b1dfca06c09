package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.world.Provider;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts callbacks, and puts back those that were not received. */
final class Postman {

    private static final Logger log = LoggerFactory.getLogger(Postman.class);

    private final CallbackSender sender;
    private final CallbackJournal journal;
    private final CallbackProperties properties;
    private final HttpClient http;
    private final Clock real;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder givenUp = new LongAdder();

    Postman(
            CallbackSender sender,
            CallbackJournal journal,
            CallbackProperties properties,
            HttpClient http,
            Clock real) {
        this.sender = sender;
        this.journal = journal;
        this.properties = properties;
        this.http = http;
        this.real = real;
    }

    Provider provider() {
        return sender.provider();
    }

    void post(List<Pending> batch, Consumer<Pending> lane) {
        Map<Request, List<Pending>> requests = new LinkedHashMap<>();
        Map<Long, Callback> callbacks = new LinkedHashMap<>();
        for (Pending pending : batch) {
            Callback callback = journal.read(pending);
            callbacks.put(pending.id(), callback);
            happen(pending, callback);
            requests.computeIfAbsent(Request.of(callback), _ -> new ArrayList<>())
                    .add(pending);
        }
        requests.forEach((request, group) -> {
            String url = request.url();
            List<Callback> content = callbacks.values().stream()
                    .filter(one -> Request.of(one).equals(request))
                    .toList();
            if (url.isEmpty() || received(content)) {
                journal.done(ids(group));
                delivered.add(url.isEmpty() ? 0 : group.size());
            } else {
                notReceived(group, lane);
            }
        });
    }

    Map<String, Long> counts() {
        return Map.of("delivered", delivered.sum(), "retried", retried.sum(), "given_up", givenUp.sum());
    }

    /** What patients write is written once, even if the process dies while it is posted. */
    private void happen(Pending pending, Callback callback) {
        if (pending.happened()) {
            return;
        }
        sender.happen(callback);
        if (callback.kind() == Callback.Kind.INBOUND) {
            journal.happened(List.of(pending.id()));
            pending.markHappened();
        }
    }

    private boolean received(List<Callback> content) {
        try {
            HttpResponse<Void> response = http.send(
                    sender.request(content).timeout(properties.timeout()).build(),
                    HttpResponse.BodyHandlers.discarding());
            boolean ok = response.statusCode() / 100 == 2;
            if (!ok) {
                log.debug("{} webhook answered {}", provider(), response.statusCode());
            }
            return ok;
        } catch (IOException | IllegalArgumentException failure) {
            log.debug("{} webhook unreachable: {}", provider(), failure.toString());
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void notReceived(List<Pending> group, Consumer<Pending> lane) {
        List<Long> news =
                group.stream().filter(one -> !one.happened()).map(Pending::id).toList();
        if (!news.isEmpty()) {
            journal.happened(news);
        }
        List<Long> lost = new ArrayList<>();
        for (Pending pending : group) {
            pending.markHappened();
            if (pending.tried(real.instant()).compareTo(sender.horizon()) > 0) {
                lost.add(pending.id());
            } else {
                putBack(pending, lane);
            }
        }
        if (!lost.isEmpty()) {
            journal.done(lost);
            givenUp.add(lost.size());
            log.warn("{} gave up {} callbacks", provider(), lost.size());
        }
    }

    void putBack(Pending pending, Consumer<Pending> lane) {
        pending.retry(real.instant(), properties.backoff(Math.max(1, pending.attempts())));
        retried.increment();
        lane.accept(pending);
    }

    /** What is posted together: statuses with the same URL; what a patient wrote stands alone. */
    private record Request(String url, long inbound) {

        static Request of(Callback callback) {
            return new Request(callback.url(), callback.kind() == Callback.Kind.INBOUND ? callback.id() : 0);
        }
    }

    private static List<Long> ids(List<Pending> group) {
        return group.stream().map(Pending::id).toList();
    }
}
