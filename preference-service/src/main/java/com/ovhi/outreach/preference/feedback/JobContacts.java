package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Table {@code job_contacts}: whom a job is for, and the address they had when it was scheduled. Providers name the job
 * only, and a late bounce must not suppress an address the patient gave since.
 */
@Component
class JobContacts {

    private static final Duration RETENTION = Duration.ofDays(90);
    private static final int PURGE_CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Profiles profiles;
    private final Clock clock;

    JobContacts(JdbcClient jdbc, JdbcTemplate batches, Profiles profiles, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.profiles = profiles;
        this.clock = clock;
    }

    /** Notes whom scheduled jobs are for. Repetition does no harm. */
    @Transactional
    public void remember(List<JobChanged> scheduled) {
        var known = profiles.find(scheduled.stream().map(JobChanged::patientId).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(Profile::patientId, Function.identity()));
        batches.batchUpdate(
                """
                INSERT IGNORE INTO job_contacts (job_id, patient_id, channel, address_hash, scheduled_at)
                VALUES (?, ?, ?, ?, ?)""",
                scheduled.stream()
                        .sorted(Comparator.comparing(JobChanged::jobId))
                        .map(job -> row(job, known.get(job.patientId())))
                        .toList());
    }

    private static @Nullable Object[] row(JobChanged job, @Nullable Profile profile) {
        return new @Nullable Object[] {
            job.jobId().toString(),
            job.patientId(),
            job.channel().code(),
            profile == null ? null : profile.contact(job.channel()).hash(),
            UtcTime.of(job.occurredAt())
        };
    }

    /** Like {@link #find}, but waits for whoever is just writing the job down. */
    Optional<JobContact> findCommitted(UUID jobId) {
        return jdbc.sql("SELECT patient_id, address_hash FROM job_contacts WHERE job_id = ? LOCK IN SHARE MODE")
                .param(jobId.toString())
                .query(JobContacts::read)
                .optional();
    }

    Optional<JobContact> find(UUID jobId) {
        return jdbc.sql("SELECT patient_id, address_hash FROM job_contacts WHERE job_id = ?")
                .param(jobId.toString())
                .query(JobContacts::read)
                .optional();
    }

    private static JobContact read(ResultSet row, int number) throws SQLException {
        return new JobContact(row.getLong("patient_id"), row.getString("address_hash"));
    }

    /** Forgets jobs no provider reports on any more. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT7M")
    @Transactional
    public void purge() {
        var before = UtcTime.of(clock.instant().minus(RETENTION));
        jdbc.sql("DELETE FROM job_contacts WHERE scheduled_at < ? LIMIT ?")
                .params(before, PURGE_CHUNK)
                .update();
    }

    /** Whom a job is for. */
    record JobContact(long patientId, @Nullable String addressHash) {}
}
