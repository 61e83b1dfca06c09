package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Looking up and cancelling jobs. */
@RestController
@RequestMapping("/api/v1/comm/jobs")
class JobController {

    private static final int MAX_PAGE = 200;

    private final JobLookUp lookUp;
    private final Cancellations cancellations;

    JobController(JobLookUp lookUp, Cancellations cancellations) {
        this.lookUp = lookUp;
        this.cancellations = cancellations;
    }

    @GetMapping("/{jobId}")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','campaign-manager','compliance','ops')")
    JobDetails job(
            @PathVariable String jobId,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        return lookUp.details(caller.organization(), id(jobId), actor).orElseThrow(JobController::unknown);
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','campaign-manager','compliance','ops')")
    JobPage jobs(
            @RequestParam(name = "patient_id", required = false) @Nullable Long patientId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw ProblemException.badRequest("invalid-request", "'limit' must be between 1 and " + MAX_PAGE);
        }
        return lookUp.page(caller.organization(), patientId, status(status), after, limit, actor);
    }

    @PostMapping("/{jobId}/cancel")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','campaign-manager','ops')")
    Cancelled cancel(
            @PathVariable String jobId,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        var id = id(jobId);
        var outcome =
                LockedOut.again(() -> cancellations.cancel(caller.organization(), id, "cancelled-by-caller", actor));
        if (outcome == Cancellation.TOO_LATE) {
            throw ProblemException.conflict(
                            "already-sent", "The message is being sent, was sent or has ended otherwise")
                    .with("job_id", id);
        }
        var details = lookUp.newest(caller.organization(), id, actor).orElseThrow(JobController::unknown);
        return new Cancelled(outcome == Cancellation.ASKED_FOR ? "asked-for" : "done", details.job());
    }

    /** What is no id at all names no job. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static @Nullable JobStatus status(@Nullable String code) {
        try {
            return code == null ? null : JobStatus.of(code);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-request", "There is no such status");
        }
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown-job", "There is no such job");
    }

    /**
     * One job with its history and the decision that made it.
     *
     * @param nextJobId the job that took over from it, null when none did
     * @param toldByJobId the job for the same address that tells of this one as well, null when none does
     */
    record JobDetails(
            JobView job,
            Map<Milestone, Instant> milestones,
            @Nullable DecisionRecord decision,
            @Nullable UUID nextJobId,
            @Nullable UUID toldByJobId) {}

    /**
     * A contact that was called off.
     *
     * @param cancellation {@code done} when nothing of it will be sent; {@code asked-for} when it was due already,
     *     or is within two minutes, so that a worker may have begun: what became of it will be seen at the job
     * @param job the newest of the contact
     */
    record Cancelled(String cancellation, JobView job) {}

    /**
     * Some jobs, newest first.
     *
     * @param next to be given as {@code after} for the next page, null on the last one
     */
    record JobPage(List<JobView> jobs, @Nullable UUID next) {}
}
