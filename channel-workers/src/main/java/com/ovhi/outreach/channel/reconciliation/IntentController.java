package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The review queue of attempts whose outcome nobody knows. */
@RestController
@RequestMapping("/api/v1/intents")
class IntentController {

    private final Review review;

    IntentController(Review review) {
        this.review = review;
    }

    /** {@code state=unknown} lists those given to a person as well; of one patient all states are listed. */
    @GetMapping
    @PreAuthorize("hasAuthority('ops')")
    List<Attempt> list(
            @RequestParam(defaultValue = "unknown") String state,
            @RequestParam(name = "patient_id", required = false) @Nullable Long patientId,
            Caller caller) {
        try {
            var found = patientId == null
                    ? review.list(IntentState.of(state), caller)
                    : review.ofPatient(patientId, caller);
            return found.stream().map(Attempt::of).toList();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(
                    "invalid-state", "'state' is open, accepted, not_sent, unknown or review");
        }
    }

    @PostMapping("/{id}/resolve")
    @PreAuthorize("hasAuthority('ops')")
    Attempt resolve(@PathVariable UUID id, @RequestBody @Valid Resolution resolution, Caller caller) {
        return Attempt.of(
                review.resolve(id, resolution.outcome() == Found.SENT, resolution.providerMessageId(), caller));
    }

    record Resolution(
            @NotNull Found outcome,
            @Nullable @Size(max = 200) String providerMessageId) {}

    /** What the person found out. */
    enum Found {
        @com.fasterxml.jackson.annotation.JsonProperty("sent")
        SENT,
        @com.fasterxml.jackson.annotation.JsonProperty("not_sent")
        NOT_SENT
    }

    record Attempt(
            UUID id,
            UUID jobId,
            int attempt,
            Channel channel,
            Purpose purpose,
            long patientId,
            IntentState state,
            @Nullable String code,
            @Nullable String providerMessageId,
            Instant orderedAt) {

        static Attempt of(SendIntent intent) {
            return new Attempt(
                    intent.id(),
                    intent.jobId(),
                    intent.attempt(),
                    intent.channel(),
                    intent.purpose(),
                    intent.patientId(),
                    intent.state(),
                    intent.failureCode(),
                    intent.providerMessageId(),
                    intent.orderedAt());
        }
    }
}
