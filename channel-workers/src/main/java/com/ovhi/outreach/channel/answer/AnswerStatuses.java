package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.observability.AfterCommit;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What providers call back about answers: it proves that they took them, and tells what became of them. Later steps replace
 * earlier ones, whatever the order in which they are heard; repetition does no harm.
 */
@Component
public class AnswerStatuses {

    private final Answers answers;
    private final AnswerOutcomes outcomes;
    private final AddressNews news;
    private final MeterRegistry meters;

    AnswerStatuses(Answers answers, AnswerOutcomes outcomes, AddressNews news, MeterRegistry meters) {
        this.answers = answers;
        this.outcomes = outcomes;
        this.news = news;
        this.meters = meters;
    }

    /** Records what reports say of answers; those of jobs are passed over. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void seen(List<DeliveryReported> reports) {
        var about = reports.stream()
                .filter(report -> report.jobId() != null && mayBeOfAnswer(report))
                .collect(Collectors.groupingBy(report -> Objects.requireNonNull(report.jobId())));
        if (!about.isEmpty()) {
            answers.among(about.keySet())
                    .forEach(id -> Objects.requireNonNull(about.get(id)).forEach(report -> seen(id, report)));
        }
    }

    /** Not each provider gives the number of the attempt back. */
    private static boolean mayBeOfAnswer(DeliveryReported report) {
        return report.attempt() == null || report.ofAnswer();
    }

    private void seen(UUID id, DeliveryReported report) {
        var rank = rank(report);
        if (rank == 0) {
            return;
        }
        if (!report.mayBeOf(answers.lock(id).orElseThrow().organizationId())) {
            meters.counter("outreach.callbacks.foreign").increment();
            return;
        }
        outcomes.record(id, new Accepted(report.providerMessageId()));
        var answer = answers.lock(id).orElseThrow();
        var known = answer.delivery();
        if (known == null || rank > rank(known.state(), false)) {
            answers.delivered(id, new Answer.Delivery(report.state(), report.failureCode(), report.occurredAt()));
            news.heard(answer, report.state(), report.failureClass(), report.failureCode(), report.occurredAt());
            AfterCommit.run(() -> count(answer, report.state()));
        }
    }

    private static int rank(DeliveryReported report) {
        return rank(report.state(), report.machine());
    }

    /** How much a state tells; 0 when it proves nothing. What a machine opens or clicks has arrived, no more. */
    private static int rank(DeliveryState state, boolean machine) {
        return switch (state) {
            case ACCEPTED, SENT -> 1;
            case FAILED, BOUNCED -> 2;
            case DELIVERED -> 3;
            case OPENED -> machine ? 0 : 4;
            case CLICKED -> machine ? 0 : 5;
            case UNSUBSCRIBED -> 6;
            case COMPLAINED -> 7;
            case PROCESSING, NOT_SENT, UNKNOWN, EXPIRED, EXHAUSTED -> 0;
        };
    }

    private void count(Answer answer, DeliveryState state) {
        meters.counter("outreach.answers.delivery", "kind", answer.kind().code(), "state", state.code())
                .increment();
    }
}
