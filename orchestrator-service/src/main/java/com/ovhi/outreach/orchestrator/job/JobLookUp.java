package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Decisions;
import com.ovhi.outreach.orchestrator.decision.Sentence;
import com.ovhi.outreach.orchestrator.job.JobController.JobDetails;
import com.ovhi.outreach.orchestrator.job.JobController.JobPage;
import com.ovhi.outreach.orchestrator.projection.Organization;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Shows jobs of an organisation. */
@Service
class JobLookUp {

    private final Jobs jobs;
    private final Households households;
    private final Decisions decisions;
    private final Organizations organizations;
    private final FieldCipher cipher;
    private final AuditTrail audit;

    JobLookUp(
            Jobs jobs,
            Households households,
            Decisions decisions,
            Organizations organizations,
            FieldCipher cipher,
            AuditTrail audit) {
        this.jobs = jobs;
        this.households = households;
        this.decisions = decisions;
        this.organizations = organizations;
        this.cipher = cipher;
        this.audit = audit;
    }

    @Transactional
    Optional<JobDetails> details(long organizationId, UUID id, Actor actor) {
        return jobs.findByIdAndOrganizationId(id, organizationId).map(job -> {
            audit.record(actor, AuditAction.ACCESS, organizationId, job.patientId(), Map.of("job_id", id.toString()));
            var view = view(job);
            return new JobDetails(
                    view,
                    job.progress().firstAt(),
                    decisions
                            .of(id)
                            .map(decision -> told(decision, view, organizationId))
                            .orElse(null),
                    jobs.successor(id).orElse(null),
                    households.speaker(id).orElse(null));
        });
    }

    /** What was decided, and what has become of its time since. */
    private DecisionRecord told(DecisionRecord decision, JobView job, long organizationId) {
        var moved = job.moved();
        if (moved == null) {
            return decision;
        }
        var zone = organizations.find(organizationId).map(Organization::zone).orElse(ZoneOffset.UTC);
        return decision.and(Sentence.moved(
                moved.reason(), moved.dueAt().atZone(zone), moved.dueAt().isBefore(job.scheduledAt())));
    }

    /** The job that took over last from this one, or itself. */
    @Transactional
    Optional<JobDetails> newest(long organizationId, UUID id, Actor actor) {
        var newest = id;
        for (var next = jobs.successor(id); next.isPresent(); next = jobs.successor(newest)) {
            newest = next.get();
        }
        return details(organizationId, newest, actor);
    }

    @Transactional
    JobPage page(
            long organizationId,
            @Nullable Long patientId,
            @Nullable JobStatus status,
            @Nullable UUID after,
            int limit,
            Actor actor) {
        var found = jobs.page(organizationId, patientId, status, after, Limit.of(limit + 1));
        List<Job> shown = found.subList(0, Math.min(limit, found.size()));
        shown.stream()
                .map(Job::patientId)
                .distinct()
                .forEach(each ->
                        audit.record(actor, AuditAction.ACCESS, organizationId, each, Map.of("resource", "job-list")));
        var next = found.size() > limit ? shown.getLast().getId() : null;
        return new JobPage(shown.stream().map(this::view).toList(), next);
    }

    private JobView view(Job job) {
        return job.view(job.maskedRecipient(cipher));
    }
}
