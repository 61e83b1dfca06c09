package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.spool.SpoolProperties;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Reads a request and enters what it says into the ledger; small requests of the same moment with one commit. */
@Component
class Registrar implements DisposableBean {

    private static final int TRIES = 4;

    /** In one transaction. */
    private static final int MOST = 1_000;

    /** Events of a request that shares its transaction with others. */
    private static final int FEW = 10;

    /** Shared transactions beside each other: while the database writes one, the next is made ready. */
    private static final int LANES = 2;

    /** Events in a shared transaction: what takes no longer than a few requests alone. */
    private static final int SHARED = 100;

    /** Characters in a shared transaction: copies of a few large e-mails, which all fit in memory and in one statement. */
    private static final int SHARED_TEXT = 2 * 1024 * 1024;

    /** Requests that wait in a lane; by then they are a second behind. */
    private static final int WAITING = 500;

    /**
     * From one shared transaction of a lane to the next while requests come together, so that a busy database commits for many at
     * once. Providers wait for ten seconds and more; {@code deploy/load/webhook-ingest} wants 99 % answered within 150 ms.
     */
    private static final Duration GATHER = Duration.ofMillis(40);

    /** Requests that wait for no others: fewer than half of those of one provider that are let in, so that new ones can come. */
    private static final int ENOUGH = 20;

    private final Map<Source, Interpreter> interpreters = new EnumMap<>(Source.class);
    private final Ledger ledger;
    private final SeenEvents seen;
    private final TraceContext trace;
    private final MeterRegistry meters;
    private final DistributionSummary together;
    private final ExecutorService threads;
    private final GroupWork<Arrival> shared;

    Registrar(
            List<Interpreter> interpreters,
            Ledger ledger,
            SeenEvents seen,
            SpoolProperties spool,
            TraceContext trace,
            MeterRegistry meters) {
        interpreters.forEach(each -> this.interpreters.put(each.source(), each));
        this.ledger = ledger;
        this.seen = seen;
        this.trace = trace;
        this.meters = meters;
        together = DistributionSummary.builder("outreach.webhook.together")
                .description("Events entered with one commit")
                .register(meters);
        threads = Executors.newFixedThreadPool(
                LANES, Thread.ofPlatform().daemon().name("webhook-commit-", 1).factory());
        shared = new GroupWork<>(
                new GroupWork.Limits(LANES, SHARED, SHARED_TEXT, WAITING, spool.after(), GATHER, ENOUGH),
                each -> each.observation().raw().length(),
                each -> each.observation().subject(),
                this::enter,
                threads);
    }

    /**
     * Enters a request; entering it again, or the rest of it after a part, changes nothing.
     *
     * @throws GroupWork.Overdue when the database takes too long
     */
    void register(Notice notice) {
        var arrivals = arrivals(notice, trace.current());
        if (arrivals.size() <= FEW) {
            shared.perform(arrivals);
        } else {
            enterAll(arrivals);
        }
    }

    /** Enters requests of earlier times, in their order; like {@link #register}, but however long it takes. */
    void registerLate(List<Notice> notices) {
        enterAll(notices.stream().flatMap(each -> arrivals(each, null).stream()).toList());
    }

    private List<Arrival> arrivals(Notice notice, @Nullable String traceparent) {
        var interpreter = Objects.requireNonNull(interpreters.get(notice.source()));
        return Arrival.all(interpreter.interpret(notice), notice.account(), notice.receivedAt(), traceparent);
    }

    private void enterAll(List<Arrival> arrivals) {
        for (var start = 0; start < arrivals.size(); start += MOST) {
            enter(arrivals.subList(start, Math.min(start + MOST, arrivals.size())));
        }
    }

    private void enter(List<Arrival> arrivals) {
        var recorded = record(unknown(arrivals));
        together.record(arrivals.size());
        count(recorded);
        recorded.forEach(this::measureDelay);
        if (arrivals.size() > recorded.size()) {
            count(arrivals.getFirst(), "duplicate", arrivals.size() - recorded.size());
        }
    }

    @Override
    public void destroy() {
        shared.endGathering();
        threads.close();
    }

    /** Without those of which Redis says that they were here before, if that is true. */
    private List<Arrival> unknown(List<Arrival> arrivals) {
        var suspected = seen.meet(arrivals);
        if (suspected.isEmpty()) {
            return arrivals;
        }
        var known = new HashSet<>(ledger.known(suspected));
        return arrivals.stream().filter(each -> !known.contains(each)).toList();
    }

    /** A deadlock loses nothing but time. */
    private List<Arrival> record(List<Arrival> arrivals) {
        for (var left = TRIES - 1; ; left--) {
            try {
                return arrivals.isEmpty() ? List.of() : ledger.record(arrivals);
            } catch (PessimisticLockingFailureException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private void count(List<Arrival> recorded) {
        recorded.stream()
                .collect(Collectors.groupingBy(Registrar::kind, Collectors.counting()))
                .forEach((kind, number) -> count(kind, number));
    }

    private void count(Arrival arrival, String outcome, int number) {
        count(new Kind(arrival.observation().provider().code(), outcome), number);
    }

    private void count(Kind kind, long number) {
        meters.counter("outreach.webhook.events", "provider", kind.provider(), "outcome", kind.outcome())
                .increment(number);
    }

    private static Kind kind(Arrival arrival) {
        var observation = arrival.observation();
        return new Kind(observation.provider().code(), outcome(observation.meaning()));
    }

    /** From when it happened, as far as the provider tells, until we learned of it. */
    private void measureDelay(Arrival arrival) {
        var received = arrival.receivedAt();
        var happened = switch (arrival.observation().meaning()) {
            case Interpretation.Delivery(var report) -> report.occurredAt();
            case Interpretation.Inbound(var message) -> message.receivedAt();
            case Interpretation.TemplateStatus(var report) -> report.occurredAt();
            case Interpretation.Ignored _, Interpretation.Unknown _, Interpretation.Rejected _ -> received;
        };
        if (happened.isBefore(received)) {
            Timer.builder("outreach.webhook.delay")
                    .tag("provider", arrival.observation().provider().code())
                    .publishPercentileHistogram()
                    .maximumExpectedValue(Duration.ofHours(1))
                    .register(meters)
                    .record(Duration.between(happened, received));
        }
    }

    private static String outcome(Interpretation meaning) {
        return switch (meaning) {
            case Interpretation.Delivery _ -> "delivery";
            case Interpretation.Inbound _ -> "inbound";
            case Interpretation.TemplateStatus _ -> "template-status";
            case Interpretation.Ignored _ -> "ignored";
            case Interpretation.Unknown _ -> "unknown";
            case Interpretation.Rejected _ -> "rejected";
        };
    }

    private record Kind(String provider, String outcome) {}
}
