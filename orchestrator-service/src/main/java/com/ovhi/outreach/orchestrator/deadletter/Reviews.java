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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries reviews out. What is tried again is judged by every rule, at a limited rate over all reviews; more items than
 * one person may review alone in a day need a second one. Every item is audited; repeating a review changes nothing
 * more. Thread-safe.
 */
@Service
class Reviews {

    private final DeadLetters items;
    private final Proposals proposals;
    private final Replans replans;
    private final AuditTrail audit;
    private final DeadLetterProperties properties;

    Reviews(
            DeadLetters items,
            Proposals proposals,
            Replans replans,
            AuditTrail audit,
            DeadLetterProperties properties) {
        this.items = items;
        this.proposals = proposals;
        this.replans = replans;
        this.audit = audit;
        this.properties = properties;
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

    /** Carries out what somebody else has proposed, as long as it is still about as many items. */
    @Transactional
    public Outcome approve(long organizationId, UUID id, Actor actor) {
        var proposal = proposals
                .lock(organizationId, id)
                .orElseThrow(() -> ProblemException.notFound("unknown-proposal", "There is no such proposal"));
        if (proposal.proposedBy().equals(actor.name())) {
            throw ProblemException.forbidden("second-person-needed", "Somebody else must approve it");
        }
        if (proposal.carriedOut()) {
            return new Outcome(0, id);
        }
        var found = matching(organizationId, proposal.review());
        if (found.size() != proposal.items()) {
            throw ProblemException.conflict("outdated-proposal", "Other items are open than were proposed")
                    .with("proposed", proposal.items())
                    .with("open", found.size());
        }
        proposals.carriedOut(id, actor.name());
        return new Outcome(carryOut(organizationId, proposal.review(), found, id, actor), id);
    }

    private List<Item> matching(long organizationId, Review review) {
        var filter = new Filter(review.purpose(), review.channel(), review.reasonCode(), review.ids(), review.upTo());
        return items.page(organizationId, "open", filter, 0, properties.most());
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
