package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.ledger.Ledger;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.MeterRegistry;
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

    private final Map<Source, Interpreter> interpreters = new EnumMap<>(Source.class);
    private final Ledger ledger;
    private final MeterRegistry meters;

    Registrar(List<Interpreter> interpreters, Ledger ledger, MeterRegistry meters) {
        interpreters.forEach(each -> this.interpreters.put(each.source(), each));
        this.ledger = ledger;
        this.meters = meters;
    }

    /** Enters a request; entering it again changes nothing. */
    void register(Notice notice) {
        var interpreter = Objects.requireNonNull(interpreters.get(notice.source()));
        var observations = interpreter.interpret(notice);
        var recorded = record(observations, notice);
        recorded.forEach(each -> count(each, outcome(each.meaning()), 1));
        if (observations.size() > recorded.size()) {
            count(observations.getFirst(), "duplicate", observations.size() - recorded.size());
        }
    }

    /** A deadlock loses nothing but time. */
    private List<Observation> record(List<Observation> observations, Notice notice) {
        for (var left = TRIES - 1; ; left--) {
            try {
                return observations.isEmpty() ? List.of() : ledger.record(observations, notice.receivedAt());
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
