package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Answered;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Claim;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Claimed;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.InFlight;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Key;
import com.ovhi.outreach.orchestrator.scheduling.IdempotencyKeys.Reused;
import com.ovhi.outreach.orchestrator.scheduling.JointCalls.Alone;
import com.ovhi.outreach.orchestrator.scheduling.JointCalls.Settled;
import com.ovhi.outreach.orchestrator.scheduling.JointCalls.Unavailable;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Crowded;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.NotScheduled;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Repeated;
import com.ovhi.outreach.orchestrator.scheduling.Scheduling.Scheduled;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** The schedule call: one request, one job, one answer, however often it is repeated. Thread-safe. */
@Service
class ScheduleCall {

    /** How often a request is decided again because another one for the same patient was quicker. */
    private static final int MOST_DECISIONS = 8;

    /** For how long it is decided again, in nanoseconds: whoever holds the patient's lock so long may never give it back. */
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private final IdempotencyKeys keys;
    private final AskReader reader;
    private final JointCalls together;
    private final DecisionMaker decisions;
    private final Scheduling scheduling;
    private final ScheduleMeters meters;
    private final SchedulingProperties properties;
    private final TransactionTemplate transactions;

    ScheduleCall(
            IdempotencyKeys keys,
            AskReader reader,
            JointCalls together,
            DecisionMaker decisions,
            Scheduling scheduling,
            ScheduleMeters meters,
            SchedulingProperties properties,
            PlatformTransactionManager transactions) {
        this.keys = keys;
        this.reader = reader;
        this.together = together;
        this.decisions = decisions;
        this.scheduling = scheduling;
        this.meters = meters;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    /**
     * Schedules a message.
     *
     * @throws ProblemException when it is refused; the key is then free again
     */
    Answer schedule(ScheduleRequest request, Requester requester, String key) {
        var ask = reader.read(request, requester, key);
        var name = new Key(requester.organizationId(), requester.client(), key);
        return switch (together.carryOut(ask, name, request.fingerprint(), requester.actor())) {
            case Settled(var status, var body) -> new Answer(status, body, false);
            case Unavailable(var claim) -> throw unavailable(claim);
            case Alone(var claim, var decision) ->
                alone(
                        ask,
                        claim == null ? keys.claim(name, request.fingerprint()) : claim,
                        decision,
                        requester.actor());
        };
    }

    /** Of a neighbour that does not answer the caller hears at once, and not after waiting for it once more. */
    private ProblemException unavailable(@Nullable Claim claim) {
        var problem = ProblemException.unavailable(
                "unavailable", "A part of the suite does not answer; try again", Duration.ofSeconds(1));
        if (claim instanceof Claimed claimed) {
            release(claimed, problem);
        }
        return problem;
    }

    private Answer alone(Ask ask, Claim claim, @Nullable Decision decision, Actor actor) {
        return switch (claim) {
            case Claimed claimed -> carryOut(ask, claimed, decision, actor);
            case Answered(var status, var body) -> new Answer(status, body, true);
            case Reused() ->
                throw ProblemException.unprocessable(
                        "idempotency-key-reuse", "Another request has used this Idempotency-Key");
            case InFlight() ->
                throw ProblemException.conflict("request-in-flight", "The same request is being carried out")
                        .header(HttpHeaders.RETRY_AFTER, "1");
        };
    }

    /** Says what would be done, and does nothing. */
    Rehearsal rehearse(ScheduleRequest request, Requester requester, String key) {
        var ask = reader.read(request, requester, key);
        var decision = known(ask, decisions::rehearse);
        scheduling.auditRehearsal(ask, requester.actor());
        return switch (decision) {
            case Refused refused -> new Rehearsal(true, null, null, null, refused.record());
            case Accepted accepted -> rehearse(accepted);
        };
    }

    private Rehearsal rehearse(Accepted accepted) {
        return switch (scheduling.rehearse(accepted)) {
            case NotScheduled(var refused) -> new Rehearsal(true, null, null, null, refused.record());
            case Crowded() -> throw new IllegalStateException("A rehearsal plans no contact");
            case Repeated _, Scheduled _ -> {
                var channel = accepted.message().channel();
                yield new Rehearsal(
                        true,
                        channel,
                        accepted.sendAt(),
                        accepted.sendAt().plus(properties.typicalLatency(channel)),
                        accepted.record());
            }
        };
    }

    private Answer carryOut(Ask ask, Claimed claim, @Nullable Decision first, Actor actor) {
        try {
            return meters.timed("call", () -> {
                var answer = decided(ask, claim, first, actor);
                meters.scheduled("call", ask.purpose());
                return answer;
            });
        } catch (TurnedDown e) {
            var problem = problem(e.refused, actor);
            release(claim, problem);
            throw problem;
        } catch (RuntimeException e) {
            release(claim, e);
            throw e;
        }
    }

    /** @param first what has been decided before, if anything */
    private Answer decided(Ask ask, Claimed claim, @Nullable Decision first, Actor actor) {
        var decision = first;
        var since = System.nanoTime();
        for (var i = 0; i < MOST_DECISIONS && System.nanoTime() - since < LONGEST; i++) {
            if (i > 0 || first instanceof Accepted) {
                // The commit that was last tried may have succeeded, though what was heard of it is that it failed.
                var stored = stored(claim);
                if (stored.isPresent()) {
                    return stored.get();
                }
            }
            switch (decision == null ? known(ask, decisions::decide) : decision) {
                case Refused refused -> throw problem(refused, actor);
                case Accepted accepted -> {
                    try {
                        return transactions.execute(status -> commit(accepted, claim, actor));
                    } catch (Overtaken | ConcurrencyFailureException _) {
                        meters.overtaken("call");
                        decision = null;
                    }
                }
            }
        }
        throw ProblemException.unavailable(
                "patient-busy", "Too many requests for this patient at the same time", Duration.ofSeconds(1));
    }

    /** A key that cannot be released now is free again when its lease ends. */
    private void release(Claimed claim, RuntimeException cause) {
        try {
            keys.release(claim);
        } catch (DataAccessException | TransactionException e) {
            cause.addSuppressed(e);
        }
    }

    private Answer commit(Accepted decision, Claimed claim, Actor actor) {
        return switch (scheduling.carryOut(decision, actor)) {
            case NotScheduled(var refused) -> throw new TurnedDown(refused);
            case Crowded() -> throw new Overtaken();
            case Repeated _ ->
                stored(claim).orElseThrow(() -> new IllegalStateException("A call has made a job before it was made"));
            case Scheduled scheduled -> {
                var answer = together.answer(claim, scheduled);
                if (!keys.answer(List.of(answer))) {
                    throw ProblemException.conflict("request-in-flight", "The same request is being carried out")
                            .header(HttpHeaders.RETRY_AFTER, "1");
                }
                yield new Answer(answer.status(), answer.body(), false);
            }
        };
    }

    private Optional<Answer> stored(Claimed claim) {
        return keys.answered(claim).map(answered -> new Answer(answered.status(), answered.body(), false));
    }

    private Decision known(Ask ask, Function<Ask, Decision> deciding) {
        try {
            return deciding.apply(ask);
        } catch (StillMissing e) {
            if (e.awaited().startsWith("patient/")) {
                meters.refused("call", ask.purpose(), Refusal.UNKNOWN_PATIENT);
                throw Refusals.problem(Refusal.UNKNOWN_PATIENT, Map.of());
            }
            throw ProblemException.unavailable(
                    "organization-not-ready", "The organisation is not known here yet", Duration.ofSeconds(5));
        }
    }

    private ProblemException problem(Refused refused, Actor actor) {
        scheduling.writeDown(refused, actor);
        meters.refused("call", refused.ask().purpose(), refused.refusal());
        return Refusals.problem(refused.refusal(), refused.details())
                .with("request_id", refused.ask().requestId())
                .with("sentence", Objects.requireNonNullElse(refused.record().sentence(), ""));
    }

    /** Rolls back what was begun for a job that cannot be; the refusal is audited by itself. */
    private static final class TurnedDown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Refused refused;

        TurnedDown(Refused refused) {
            super("The request is refused", null, false, false);
            this.refused = refused;
        }
    }

    /** Rolls back what was begun for a time at which the patient has got another contact meanwhile. */
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("The patient has got another contact", null, false, false);
        }
    }

    /** An HTTP answer, as stored. */
    record Answer(int status, String body, boolean replayed) {}

    /** Answer of the schedule call, as the design document has it. */
    record ScheduleResponse(UUID jobId, Instant scheduledAt, Channel channel, Instant estimatedDelivery) {}

    /** What would be done. */
    record Rehearsal(
            boolean dryRun,
            @Nullable Channel channel,
            @Nullable Instant scheduledAt,
            @Nullable Instant estimatedDelivery,
            DecisionRecord decision) {}
}
