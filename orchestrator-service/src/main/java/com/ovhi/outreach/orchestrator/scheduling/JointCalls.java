package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.messaging.FailurePolicy;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Answer;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Claim;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Claimed;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Key;
import com.ovhi.outreach.orchestrator.scheduling.JointDecisions.Decided;
import com.ovhi.outreach.orchestrator.scheduling.Openings.Order;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Scheduled;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries out together the calls that come at the same time: their keys are claimed, they are decided, and their jobs are
 * made with a few statements and questions for all of them. Whatever is not plain about one of them is left to be carried
 * out alone, by its own thread; nothing has happened then but that its key may be claimed. What is asked and written for
 * all of them is in the trace of the first; what each brings about, in its own. Thread-safe.
 */
@Service
class JointCalls {

    /** A transaction of a group that takes longer begins no further statement, lest all who come wait for what holds it up. */
    static final int MOST_SECONDS = 5;

    /** Shorter than a phase of the shutdown takes at most. */
    private static final Duration TO_CLOSE = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(JointCalls.class);

    private final IdempotencyKeys keys;
    private final JointDecisions decisions;
    private final JointScheduling scheduling;
    private final ScheduleMeters meters;
    private final TraceContext trace;
    private final SchedulingProperties properties;
    private final TransactionTemplate transactions;
    private final Gatherer<Call> gatherer;

    JointCalls(
            IdempotencyKeys keys,
            JointDecisions decisions,
            JointScheduling scheduling,
            ScheduleMeters meters,
            TraceContext trace,
            SchedulingProperties properties,
            PlatformTransactionManager transactions) {
        this.keys = keys;
        this.decisions = decisions;
        this.scheduling = scheduling;
        this.meters = meters;
        this.trace = trace;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
        this.transactions.setTimeout(MOST_SECONDS);
        var together = properties.together();
        gatherer = new Gatherer<>(
                "joint-calls",
                together.workers(),
                together.most(),
                together.patience(),
                call -> call.ask().patient(),
                this::handle);
    }

    /** Waits until a call is carried out with others, or turns out to be one to be carried out alone. */
    Outcome carryOut(Ask ask, Key key, String fingerprint, Actor actor) {
        if (!JointDecisions.admits(ask)) {
            return new Alone(null, null);
        }
        var call =
                new Call(ask, key, fingerprint, actor, trace.current(), System.nanoTime(), new CompletableFuture<>());
        return gatherer.add(call) ? call.outcome().join() : new Alone(null, null);
    }

    private void handle(List<Call> group) {
        var claims = new HashMap<Call, Claim>();
        var decided = new HashMap<Call, Decision>();
        try (var _ = trace.continuing(group.getFirst().traceparent(), "joint-calls")) {
            decide(group, claims, decided);
            settle(decided, claims);
        } catch (Unanswered outage) {
            failed(group, outage.getCause(), "Calls are not carried out, for a server we need does not answer");
            meters.unanswered(group.stream()
                    .filter(call -> !claims.containsKey(call) || claims.get(call) instanceof Claimed)
                    .filter(call -> call.outcome().complete(new Unavailable(claims.get(call))))
                    .count());
        } catch (RuntimeException e) {
            failed(group, e, "Calls are carried out one by one, for together they failed");
        } finally {
            var alone = group.stream()
                    .filter(call -> call.outcome().complete(new Alone(claims.get(call), decided.get(call))))
                    .count();
            meters.grouped(group.size(), alone);
        }
    }

    private static void failed(List<Call> group, @Nullable Throwable cause, String message) {
        log.atWarn()
                .addKeyValue("error", cause == null ? "" : cause.getClass().getSimpleName())
                .addKeyValue("calls", group.size())
                .log(message);
    }

    /**
     * Claims the keys of calls, while preference-service is asked about their patients, and decides about those that got
     * theirs.
     *
     * @throws Unanswered when a server does not answer, so that nobody need ask it again to learn the same
     */
    private void decide(List<Call> group, Map<Call, Claim> claims, Map<Call, Decision> decided) {
        try {
            var deciding = decisions.begin(group.stream().map(Call::ask).toList());
            claims.putAll(keys.claim(group));
            var mine = group.stream()
                    .filter(call -> claims.get(call) instanceof Claimed)
                    .toList();
            var verdicts = deciding.apply(mine.stream().map(Call::ask).toList());
            mine.forEach(call -> {
                if (verdicts.get(call.ask()) instanceof Decided(var decision)) {
                    decided.put(call, decision);
                }
            });
        } catch (ConcurrencyFailureException e) {
            throw e;
        } catch (RuntimeException e) {
            throw FailurePolicy.silence(e) ? new Unanswered(e) : e;
        }
    }

    private void settle(Map<Call, Decision> decided, Map<Call, Claim> claims) {
        var orders = new HashMap<Call, Order>();
        decided.forEach((call, decision) -> {
            if (decision instanceof Accepted accepted) {
                orders.put(call, new Order(accepted, call.actor(), call.traceparent()));
            }
        });
        if (orders.isEmpty()) {
            return;
        }
        var answers = Objects.requireNonNull(transactions.execute(status -> commit(orders, claims)));
        answers.forEach((call, answer) -> {
            meters.scheduled("call", call.ask().purpose());
            meters.took("call", System.nanoTime() - call.since());
            call.outcome().complete(new Settled(answer.status(), answer.body()));
        });
    }

    private Map<Call, Answer> commit(Map<Call, Order> orders, Map<Call, Claim> claims) {
        var made = scheduling.carryOutFree(List.copyOf(orders.values()));
        var answers = new HashMap<Call, Answer>();
        var answered = new ArrayList<Answer>();
        orders.keySet().forEach(call -> {
            var scheduled = made.get(call.ask().requestId());
            if (scheduled != null && claims.get(call) instanceof Claimed claim) {
                var answer = answer(claim, scheduled);
                answers.put(call, answer);
                answered.add(answer);
            }
        });
        if (!keys.answer(answered)) {
            throw new IllegalStateException("A key was taken over meanwhile");
        }
        return answers;
    }

    /** What a call is answered with that has made a job. */
    Answer answer(Claimed claim, Scheduled scheduled) {
        var accepted = scheduled.decision();
        var channel = accepted.message().channel();
        var sendAt = accepted.sendAt();
        var body = ContractJson.writeText(new ScheduleCall.ScheduleResponse(
                scheduled.jobId(), sendAt, channel, sendAt.plus(properties.typicalLatency(channel))));
        return new Answer(claim, HttpStatus.CREATED.value(), body, sendAt);
    }

    @PreDestroy
    void close() {
        gatherer.close(TO_CLOSE).forEach(call -> call.outcome().complete(new Alone(null, null)));
    }

    /** One call, and where its thread waits for what comes of it. */
    record Call(
            Ask ask,
            Key key,
            String fingerprint,
            Actor actor,
            @Nullable String traceparent,
            long since,
            CompletableFuture<Outcome> outcome) {

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return "Call[" + ask.requestId() + "]";
        }
    }

    /** What came of a call. */
    sealed interface Outcome {}

    /** It is carried out, and this is the answer. */
    record Settled(int status, String body) implements Outcome {}

    /**
     * A server that is needed to decide about it does not answer; nothing has happened but that its key may be claimed.
     *
     * @param claim what came of claiming its key; null when that is not known
     */
    record Unavailable(@Nullable Claim claim) implements Outcome {}

    /**
     * It is to be carried out alone.
     *
     * @param claim what came of claiming its key; null when that is to be done yet
     * @param decision what the rules have made of it; null when they are to be asked yet
     */
    record Alone(@Nullable Claim claim, @Nullable Decision decision) implements Outcome {}

    /** Nothing can be decided, for the reason that is its cause. */
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(RuntimeException cause) {
            super("A server does not answer", cause, false, false);
        }
    }
}
