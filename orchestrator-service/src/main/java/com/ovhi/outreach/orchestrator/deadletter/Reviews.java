package com.ovhi.outreach.orchestrator.deadletter;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Filter;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Item;
import com.ovhi.outreach.orchestrator.deadletter.Review.Action;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Replans;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Carries reviews out. What is tried again is judged by every rule, at a limited rate over all reviews; more items than
 * one person may review alone in a day need a second one. Every item is audited; repeating a review changes nothing
 * more. Thread-safe.
 */
@Service
class Reviews {

    private static final int CHUNK = 500;

    private static final Logger log = LoggerFactory.getLogger(Reviews.class);

    private final DeadLetters items;
    private final Proposals proposals;
    private final Replans replans;
    private final AuditTrail audit;
    private final DeadLetterProperties properties;
    private final TransactionTemplate transactions;

    Reviews(
            DeadLetters items,
            Proposals proposals,
            Replans replans,
            AuditTrail audit,
            DeadLetterProperties properties,
            PlatformTransactionManager transactions) {
        this.items = items;
        this.proposals = proposals;
        this.replans = replans;
        this.audit = audit;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Reviews items, or proposes to when they are too many for one person. */
    @Transactional
    public Outcome review(long organizationId, Review review, Actor actor) {
        items.takeTurn("reviewer/" + organizationId + "/" + actor.name());
        var found = matching(organizationId, review);
        if (items.movedAlone(organizationId, actor.name()) + found.size() <= properties.alone()) {
            return new Outcome(carryOut(organizationId, review, found, null, actor), null);
        }
        if (found.isEmpty()) {
            return new Outcome(0, null);
        }
        var until = review.until(found.getLast().id());
        var id = proposals.add(organizationId, until, found.size(), actor.name());
        audit.record(
                actor,
                AuditAction.SEND,
                organizationId,
                null,
                Map.of("step", "dlq-proposed", "proposal", id.toString(), "items", Integer.toString(found.size())));
        return new Outcome(0, id);
    }

    /**
     * Carries out what somebody else has proposed, as long as it is still about as many items. It is agreed at once, and
     * carried out step by step, each in a transaction of its own; what a process leaves undone another one ends.
     */
    Outcome approve(long organizationId, UUID id, Actor actor) {
        var agreed = Boolean.TRUE.equals(transactions.execute(_ -> agree(organizationId, id, actor)));
        return new Outcome(agreed ? carryOut(id) : 0, id);
    }

    /** False when it was approved before. */
    private boolean agree(long organizationId, UUID id, Actor actor) {
        var proposal = proposals
                .lock(organizationId, id)
                .orElseThrow(() -> ProblemException.notFound("unknown-proposal", "There is no such proposal"));
        if (proposal.proposedBy().equals(actor.name())) {
            throw ProblemException.forbidden("second-person-needed", "Somebody else must approve it");
        }
        if (!proposal.open()) {
            return false;
        }
        var found = matching(organizationId, proposal.review()).size();
        if (found != proposal.items()) {
            throw ProblemException.conflict("outdated-proposal", "Other items are open than were proposed")
                    .with("proposed", proposal.items())
                    .with("open", found);
        }
        proposals.approved(id, actor.name());
        audit.record(
                actor,
                AuditAction.SEND,
                organizationId,
                null,
                Map.of("step", "dlq-approved", "proposal", id.toString(), "items", Integer.toString(found)));
        return true;
    }

    /** Goes on with approved reviews that nobody is carrying out any more. */
    @Scheduled(fixedDelayString = "${outreach.dlq.resume:PT1M}")
    void resume() {
        for (var proposal : proposals.underWay()) {
            try {
                carryOut(proposal);
            } catch (RuntimeException e) {
                // Those behind it are not to wait for it; it is taken up again next time.
                log.atWarn()
                        .addKeyValue("proposal_id", proposal)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("A review stops for now");
            }
        }
    }

    private int carryOut(UUID proposal) {
        var done = 0;
        for (var step = step(proposal); ; step = step(proposal)) {
            done += step.moved();
            if (step.last()) {
                return done;
            }
        }
    }

    /** One at a time, whoever takes them; what was tried again and has come back is behind it. */
    private Step step(UUID id) {
        return Objects.requireNonNull(transactions.execute(_ -> {
            var proposal = proposals.lockUnderWay(id).orElse(null);
            if (proposal == null) {
                return new Step(0, true);
            }
            var organization = proposal.organizationId();
            var review = proposal.review();
            var found = items.page(organization, "open", filter(review), proposal.reviewedTo(), CHUNK);
            // Who has approved it did so in a request that may be long over.
            var moved = carryOut(organization, review, found, id, new Actor(proposal.approvedBy(), null, null));
            if (found.isEmpty()) {
                proposals.carriedOut(id);
            } else {
                proposals.reviewedTo(id, found.getLast().id());
            }
            return new Step(moved, found.isEmpty());
        }));
    }

    private record Step(int moved, boolean last) {}

    private static Filter filter(Review review) {
        return new Filter(review.purpose(), review.channel(), review.reasonCode(), review.ids(), review.upTo());
    }

    private List<Item> matching(long organizationId, Review review) {
        return items.page(organizationId, "open", filter(review), 0, properties.most());
    }

    private int carryOut(long organizationId, Review review, List<Item> found, @Nullable UUID proposal, Actor actor) {
        var done = 0;
        var next = review.action() == Action.RETRY ? nextTry() : Duration.ZERO;
        for (var item : found) {
            if (carryOut(organizationId, review, item, proposal, next, actor)) {
                done++;
                next = next.plus(between());
            }
        }
        return done;
    }

    /** Behind all that are to be tried again already; one review at a time finds its place. */
    private Duration nextTry() {
        items.takeTurn("retries");
        var backlog = replans.backlog(Cause.REVIEW);
        return backlog.isZero() ? backlog : backlog.plus(between());
    }

    private Duration between() {
        return Duration.ofSeconds(1).dividedBy(properties.perSecond());
    }

    private boolean carryOut(
            long organizationId, Review review, Item item, @Nullable UUID proposal, Duration pause, Actor actor) {
        var retry = review.action() == Action.RETRY;
        var reason = review.reason();
        var note = reason == null ? null : reason.code();
        if (!items.move(item.id(), retry ? "retrying" : "discarded", note, actor.name(), proposal)) {
            return false;
        }
        if (retry) {
            replans.order(item.jobId(), Cause.REVIEW, pause);
        }
        audit.record(
                actor,
                AuditAction.SEND,
                organizationId,
                Long.parseLong(item.patientId()),
                Map.of(
                        "step",
                        retry ? "dlq-retried" : "dlq-discarded",
                        "job_id",
                        item.jobId().toString(),
                        "reason",
                        Objects.requireNonNullElse(note, "none")));
        return true;
    }

    /**
     * What came of a review.
     *
     * @param items how many were moved on
     * @param proposalId to be approved by somebody else, null when that was not needed
     */
    record Outcome(int items, @Nullable UUID proposalId) {}
}
