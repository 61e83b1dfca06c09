package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.JobStatus;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** All jobs. */
interface Jobs extends Repository<Job, UUID> {

    Optional<Job> findById(UUID id);

    Optional<Job> findByIdAndOrganizationId(UUID id, long organizationId);

    /** The job that took over from this one. Loads no job, so that it can be locked afterwards. */
    @Query("select job.id from Job job where job.succession.previousJobId = :id")
    Optional<UUID> successor(UUID id);

    /** What a job is about. Loads no job, so that it can be locked afterwards. */
    @Query("""
            select new com.ovhi.outreach.orchestrator.job.JobSubject(
                job.id, job.organizationId, job.patientId, job.purpose, job.terms.household, job.terms.discreet, job.subjectRef,
                job.subjectVersion)
            from Job job where job.id = :id""")
    Optional<JobSubject> subject(UUID id);

    /**
     * Nobody else changes the job until the transaction ends. A job that the transaction has looked at before would be
     * as it was then, which its version gives away.
     */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select job from Job job where job.id = :id")
    Optional<Job> lock(UUID id);

    /** Newest first, after {@code after}. */
    @Query("""
            select job from Job job
            where job.organizationId = :organizationId
              and (:patientId is null or job.patientId = :patientId)
              and (:status is null or job.course.status = :status)
              and (:after is null or job.id < :after)
            order by job.id desc""")
    List<Job> page(
            long organizationId,
            @Nullable Long patientId,
            @Nullable JobStatus status,
            @Nullable UUID after,
            Limit limit);
}
