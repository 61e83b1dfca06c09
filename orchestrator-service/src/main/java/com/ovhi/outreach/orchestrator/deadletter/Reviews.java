package com.ovhi.outreach.orchestrator.deadletter;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Filter;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Item;
import com.ovhi.outreach.orchestrator.deadletter.Review.Action;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Replans;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Carries reviews out. What is tried again is judged by every rule, at a limited rate; many items at once need a second
 * person. Every item is audited; repeating a review changes nothing more. Thread-safe.
 */
@Service
class Reviews {

    private final DeadLetters items;
    private final Replans replans;
    private final AuditTrail audit;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final DeadLetterProperties properties;

    Reviews(
            DeadLetters items,
            Replans replans,
            AuditTrail audit,
            JdbcClient jdbc,
            Clock clock,
            DeadLetterProperties properties) {
        this.items = items;
        this.replans = replans;
        this.audit = audit;
        this.jdbc = jdbc;
        this.clock = clock;
        this.properties = properties;
    }

    /** Reviews items, or proposes to when they are too many for one person. */
    @Transactional
    public Outcome review(long organizationId, Review review, Actor actor) {
        var found = matching(organizationId, review);
        if (found.size() <= properties.alone()) {
            return new Outcome(carryOut(organizationId, review, found, actor), null);
        }
        var id = Ids.next();
        jdbc.sql("""
                        INSERT INTO dlq_proposals (id, organization_id, review, items, proposed_by, proposed_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(
                        id.toString(),
                        organizationId,
                        ContractJson.writeText(review.until(found.getLast().id())),
                        found.size(),
                        actor.name(),
                        Timestamp.from(clock.instant()))
                .update();
        audit.record(
                actor,
                AuditAction.SEND,
                organizationId,
                null,
                Map.of("step", "dlq-proposed", "proposal", id.toString(), "items", Integer.toString(found.size())));
        return new Outcome(0, id);
    }

    /** Carries out what somebody else has proposed. */
    @Transactional
    public Outcome approve(long organizationId, UUID proposal, Actor actor) {
        var known = jdbc.sql("""
                        SELECT review, state, proposed_by FROM dlq_proposals
                        WHERE id = ? AND organization_id = ? FOR UPDATE""")
                .params(proposal.toString(), organizationId)
                .query((row, n) -> new Proposal(
                        ContractJson.read(row.getString("review"), Review.class),
                        row.getString("state"),
                        row.getString("proposed_by")))
                .optional()
                .orElseThrow(() -> ProblemException.notFound("unknown-proposal", "There is no such proposal"));
        if (known.proposedBy().equals(actor.name())) {
            throw ProblemException.forbidden("second-person-needed", "Somebody else must approve it");
        }
        if (!"proposed".equals(known.state())) {
            return new Outcome(0, proposal);
        }
        jdbc.sql("UPDATE dlq_proposals SET state = 'carried_out', approved_by = ?, approved_at = ? WHERE id = ?")
                .params(actor.name(), Timestamp.from(clock.instant()), proposal.toString())
                .update();
        var found = matching(organizationId, known.review());
        return new Outcome(carryOut(organizationId, known.review(), found, actor), proposal);
    }

    private List<Item> matching(long organizationId, Review review) {
        var filter = new Filter(review.purpose(), review.channel(), review.reasonCode(), review.ids(), review.upTo());
        return items.page(organizationId, "open", filter, 0, properties.most());
    }

    private int carryOut(long organizationId, Review review, List<Item> found, Actor actor) {
        var done = 0;
        for (var item : found) {
            if (carryOut(organizationId, review, item, done, actor)) {
                done++;
            }
        }
        return done;
    }

    private boolean carryOut(long organizationId, Review review, Item item, int place, Actor actor) {
        var retry = review.action() == Action.RETRY;
        var reason = review.reason();
        var note = reason == null ? null : reason.code();
        if (!items.move(item.id(), retry ? "retrying" : "discarded", note, actor.name())) {
            return false;
        }
        if (retry) {
            replans.order(item.jobId(), Cause.REVIEW, Duration.ofSeconds(place).dividedBy(properties.perSecond()));
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
                        note == null ? "none" : note));
        return true;
    }

    /**
     * What came of a review.
     *
     * @param items how many were moved on
     * @param proposalId to be approved by somebody else, null when that was not needed
     */
    record Outcome(int items, @Nullable UUID proposalId) {}

    private record Proposal(Review review, String state, String proposedBy) {}
}
