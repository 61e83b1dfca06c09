package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Reads a request and enters what it says into the ledger. */
@Component
class Registrar {

    private static final int TRIES = 4;

    /** In one transaction. */
    private static final int MOST = 1_000;

    private final Map<Source, Interpreter> interpreters = new EnumMap<>(Source.class);
    private final Ledger ledger;
    private final SeenEvents seen;
    private final MeterRegistry meters;

    Registrar(List<Interpreter> interpreters, Ledger ledger, SeenEvents seen, MeterRegistry meters) {
        interpreters.forEach(each -> this.interpreters.put(each.source(), each));
        this.ledger = ledger;
        this.seen = seen;
        this.meters = meters;
    }

    /** Enters a request; entering it again, or the rest of it after a part, changes nothing. */
    void register(Notice notice) {
        var interpreter = Objects.requireNonNull(interpreters.get(notice.source()));
        var observations = interpreter.interpret(notice);
        for (var start = 0; start < observations.size(); start += MOST) {
            enter(observations.subList(start, Math.min(start + MOST, observations.size())), notice);
        }
    }

    private void enter(List<Observation> observations, Notice notice) {
        var recorded = record(unknown(observations, notice), notice);
        seen.remember(recorded, notice.account());
        recorded.forEach(each -> count(each, outcome(each.meaning()), 1));
        recorded.forEach(each -> measureDelay(each, notice));
        if (observations.size() > recorded.size()) {
            count(observations.getFirst(), "duplicate", observations.size() - recorded.size());
        }
    }

    /** Without those of which Redis says that they were here before, if that is true. */
    private List<Observation> unknown(List<Observation> observations, Notice notice) {
        var suspected = seen.among(observations, notice.account());
        if (suspected.isEmpty()) {
            return observations;
        }
        var left = new ArrayList<>(observations);
        left.removeAll(ledger.known(suspected, notice.account()));
        return left;
    }

    /** A deadlock loses nothing but time. */
    private List<Observation> record(List<Observation> observations, Notice notice) {
        for (var left = TRIES - 1; ; left--) {
            try {
                return observations.isEmpty()
                        ? List.of()
                        : ledger.record(observations, notice.account(), notice.receivedAt());
            } catch (PessimisticLockingFailureException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    private void count(Observation observation, String outcome, int number) {
        meters.counter(
                        "outreach.webhook.events",
                        "provider",
                        observation.provider().code(),
                        "outcome",
                        outcome)
                .increment(number);
    }

    /** From when it happened, as far as the provider tells, until we learned of it. */
    private void measureDelay(Observation observation, Notice notice) {
        var happened = switch (observation.meaning()) {
            case Interpretation.Delivery(var report) -> report.occurredAt();
            case Interpretation.Inbound(var message) -> message.receivedAt();
            case Interpretation.TemplateStatus(var report) -> report.occurredAt();
            case Interpretation.Ignored _, Interpretation.Unknown _, Interpretation.Rejected _ -> notice.receivedAt();
        };
        if (happened.isBefore(notice.receivedAt())) {
            Timer.builder("outreach.webhook.delay")
                    .tag("provider", observation.provider().code())
                    .publishPercentileHistogram()
                    .maximumExpectedValue(Duration.ofHours(1))
                    .register(meters)
                    .record(Duration.between(happened, notice.receivedAt()));
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
}
