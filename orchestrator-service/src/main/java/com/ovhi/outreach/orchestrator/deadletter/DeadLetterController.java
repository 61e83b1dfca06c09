package com.ovhi.outreach.orchestrator.deadletter;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Filter;
import com.ovhi.outreach.orchestrator.deadletter.DeadLetters.Item;
import com.ovhi.outreach.orchestrator.deadletter.Proposals.Proposal;
import com.ovhi.outreach.orchestrator.deadletter.Review.Action;
import com.ovhi.outreach.orchestrator.deadletter.Reviews.Outcome;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Review of jobs that came to nothing: codes only, never what a message said or to whom. */
@RestController
@RequestMapping("/api/v1/comm/dlq")
@PreAuthorize("hasAnyAuthority('ops','compliance')")
class DeadLetterController {

    private static final int MAX_PAGE = 500;
    private static final Set<String> STATES = Set.of("open", "retrying", "retried", "refused", "discarded");

    private final DeadLetterLookUp items;
    private final Reviews reviews;
    private final Proposals proposals;

    DeadLetterController(DeadLetterLookUp items, Reviews reviews, Proposals proposals) {
        this.items = items;
        this.reviews = reviews;
        this.proposals = proposals;
    }

    @GetMapping
    Page list(
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(required = false) @Nullable String purpose,
            @RequestParam(required = false) @Nullable String channel,
            @RequestParam(name = "reason_code", required = false) @Nullable String reasonCode,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        if (limit < 1 || limit > MAX_PAGE || !STATES.contains(state)) {
            throw ProblemException.badRequest("invalid-request", "'limit' or 'state' is not valid");
        }
        var filter = filter(purpose, channel, reasonCode);
        var page = items.page(caller.organization(), state, filter, after, limit, actor);
        return new Page(page, page.size() < limit ? null : (Long) page.getLast().id());
    }

    @GetMapping("/{id}")
    Item item(@PathVariable long id, @Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Actor actor) {
        return items.find(caller.organization(), id, actor)
                .orElseThrow(() -> ProblemException.notFound("unknown-item", "There is no such item"));
    }

    @PostMapping("/reviews")
    @PreAuthorize("hasAuthority('ops')")
    ResponseEntity<Outcome> review(
            @Valid @RequestBody Review review,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        if (review.action() == Action.DISCARD && review.reason() == null) {
            throw ProblemException.badRequest("invalid-request", "To discard needs a 'reason'");
        }
        if (!review.saysWhich()) {
            throw ProblemException.badRequest("invalid-request", "It takes marks of the items, or 'all': true");
        }
        return answer(reviews.review(caller.organization(), review, actor));
    }

    @GetMapping("/proposals")
    ProposalList proposals(
            @RequestParam(defaultValue = "proposed") String state, @Parameter(hidden = true) Caller caller) {
        return new ProposalList(proposals.ofState(caller.organization(), state));
    }

    @GetMapping("/proposals/{id}")
    Proposal proposal(@PathVariable UUID id, @Parameter(hidden = true) Caller caller) {
        return proposals
                .find(caller.organization(), id)
                .orElseThrow(() -> ProblemException.notFound("unknown-proposal", "There is no such proposal"));
    }

    @PostMapping("/proposals/{id}/approve")
    @PreAuthorize("hasAuthority('ops')")
    Outcome approve(
            @PathVariable UUID id, @Parameter(hidden = true) Caller caller, @Parameter(hidden = true) Actor actor) {
        return reviews.approve(caller.organization(), id, actor);
    }

    private static ResponseEntity<Outcome> answer(Outcome outcome) {
        return ResponseEntity.status(outcome.proposalId() == null ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(outcome);
    }

    private static Filter filter(@Nullable String purpose, @Nullable String channel, @Nullable String reasonCode) {
        try {
            return new Filter(
                    purpose == null ? null : Purpose.of(purpose),
                    channel == null ? null : Channel.of(channel),
                    reasonCode,
                    null,
                    null);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-request", "There is no such purpose or channel");
        }
    }

    /** Newest first. */
    record ProposalList(List<Proposal> proposals) {}

    /** @param next the {@code after} of the next page, null at the end */
    record Page(List<Item> items, @Nullable Long next) {}
}
