package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records what became of answers, with report and audit entry. Safe to repeat, and the truth may come late: an acceptance
 * is recorded whatever was believed before.
 */
@Component
class AnswerOutcomes {

    private static final Logger log = LoggerFactory.getLogger(AnswerOutcomes.class);

    /** Somebody waits for the answer: whether there is a way again is asked more often than for what has the whole day. */
    private static final Duration LONGEST_PARKED = Duration.ofSeconds(30);

    private final Answers answers;
    private final AnswerReports reports;
    private final AddressNews news;
    private final AnswerProperties properties;
    private final Clock clock;
    private final Pace pace;
    private final MeterRegistry meters;

    AnswerOutcomes(
            Answers answers,
            AnswerReports reports,
            AddressNews news,
            AnswerProperties properties,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        this.answers = answers;
        this.reports = reports;
        this.news = news;
        this.properties = properties;
        this.clock = clock;
        this.pace = pace;
        this.meters = meters;
    }

    /** What a call, or a later proof, came to. */
    @Transactional
    public void record(UUID id, SendOutcome outcome) {
        answers.lock(id).ifPresent(answer -> {
            switch (outcome) {
                case Accepted(var message) -> accepted(answer, message);
                case NotSent failure -> {
                    if (answer.state() == AnswerState.OPEN) {
                        notSent(answer, failure, triesAfter(answer, failure));
                    } else if (answer.state() == AnswerState.UNKNOWN) {
                        // It was given up already; that it was not sent is better to know than nothing.
                        settle(answer, AnswerState.NOT_SENT, failure.code(), null);
                    }
                }
                case Unknown(var code) -> {
                    if (answer.state() == AnswerState.OPEN) {
                        settle(answer, AnswerState.UNKNOWN, code, null);
                    }
                }
            }
        });
    }

    /** There is no way to the provider now; nobody was called, so none of its tries is used up. */
    @Transactional
    public void turnedBack(UUID id, NotSent reason) {
        answers.lock(id)
                .filter(answer -> answer.state() == AnswerState.WAITING)
                .ifPresent(answer -> notSent(answer, reason, answer.tries()));
    }

    /** The gate refuses an answer that the caller has locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void refused(Answer answer, String code) {
        settle(answer, AnswerState.REFUSED, code, null);
    }

    /** Its time is over while it waited: for the provider, or for what the gate wanted to see. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void expired(Answer answer, String code) {
        settle(
                answer,
                answer.tries() > 0 ? AnswerState.NOT_SENT : AnswerState.REFUSED,
                Objects.requireNonNullElse(answer.code(), code),
                null);
    }

    private void accepted(Answer answer, @Nullable String message) {
        if (answer.state() == AnswerState.ACCEPTED) {
            return;
        }
        if (answer.state() != AnswerState.OPEN) {
            log.atWarn()
                    .addKeyValue("answer_id", answer.id())
                    .addKeyValue("state", answer.state().code())
                    .log("The provider has an answer of which that was not known");
        }
        settle(answer, AnswerState.ACCEPTED, null, message);
    }

    /** It passed the gate, but where it was parked nobody was called. */
    private static int triesAfter(Answer answer, NotSent failure) {
        return parked(failure) ? answer.tries() - 1 : answer.tries();
    }

    private static boolean parked(NotSent failure) {
        return failure.failureClass() == FailureClass.PARKED;
    }

    /** What is parked only its deadline ends. */
    private void notSent(Answer answer, NotSent failure, int tries) {
        var pause = pause(failure, tries);
        var again = parked(failure) || failure.failureClass().retryable() && tries < properties.tries();
        if (again && inTime(answer, pause)) {
            answers.again(answer.id(), failure.code(), tries, pause);
            AfterCommit.run(() -> count(answer, "retried"));
            return;
        }
        settle(answer, AnswerState.NOT_SENT, failure.code(), null);
        news.heard(answer, DeliveryState.NOT_SENT, failure.failureClass(), failure.code(), clock.instant());
    }

    private Duration pause(NotSent failure, int tries) {
        var own = properties.pauseAfter(tries);
        var wish = failure.retryAfter();
        if (wish != null && parked(failure)) {
            return wish.compareTo(LONGEST_PARKED) > 0 ? LONGEST_PARKED : wish;
        }
        return wish == null || wish.compareTo(own) < 0 ? own : wish;
    }

    private boolean inTime(Answer answer, Duration pause) {
        return clock.instant().plus(pace.ofReal(pause)).isBefore(answer.deadline());
    }

    private void settle(Answer answer, AnswerState state, @Nullable String code, @Nullable String message) {
        answers.settle(answer.id(), state, code, message, clock.instant());
        var settled = answers.lock(answer.id()).orElseThrow();
        reports.outcome(settled);
        reports.audit(settled);
        AfterCommit.run(() -> {
            count(answer, state.code());
            log.atInfo()
                    .addKeyValue("answer_id", answer.id())
                    .addKeyValue("kind", answer.kind().code())
                    .addKeyValue("outcome", state.code())
                    .addKeyValue("code", code == null ? "" : code)
                    .log("Answer settled");
        });
    }

    private void count(Answer answer, String outcome) {
        meters.counter("outreach.answers", "kind", answer.kind().code(), "outcome", outcome)
                .increment();
    }
}
