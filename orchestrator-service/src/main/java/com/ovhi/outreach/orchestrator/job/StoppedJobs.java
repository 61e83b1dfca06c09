package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Finds what a STOP ends (ADR 39), in the one order in which jobs are locked: also jobs that have come to nothing while
 * something may still take their place.
 */
@Repository
class StoppedJobs {

    private static final String MAY_BE_TOLD = """
            (job.status IN ('queued', 'processing')
                OR job.status IN ('failed', 'cancelled') AND NOT job.is_called_off AND job.sent_at IS NULL
                    AND COALESCE(job.own_expires_at, job.expires_at) > :now
                    AND NOT EXISTS (SELECT 1 FROM comm_jobs follower WHERE follower.previous_job_id = job.id))""";

    /** Of what was called off at an address, what can be merged may be the part of another patient of a household. */
    private static final String PLANNED = """
            SELECT job.id FROM comm_jobs job
            WHERE job.recipient_hash = :address AND job.channel = :channel
                AND job.status IN ('queued', 'processing', 'failed', 'cancelled')
                AND (job.status <> 'cancelled' OR job.merge_key IS NULL) AND %1$s
            UNION SELECT job.id FROM comm_jobs job
            WHERE job.organization_id = :organization AND job.patient_id = :patient AND job.channel = :channel AND %1$s
            ORDER BY id""".formatted(MAY_BE_TOLD);

    /** Another request for the occasion is no successor. */
    private static final String MOVED = """
            SELECT job.id
            FROM comm_jobs earlier
                JOIN comm_jobs job ON job.slot_id = earlier.slot_id AND job.id <> earlier.id
                    AND job.request_id = earlier.request_id AND job.created_at >= :since
            WHERE earlier.channel = :channel AND earlier.status IN ('cancelled', 'failed') AND %s""".formatted(MAY_BE_TOLD);

    /** What others of a household are told instead stays, once it is known who of them has said it. */
    private static final String MOVED_FROM = """
            %1$s AND earlier.recipient_hash = :address
                AND (:patient IS NULL OR earlier.status <> 'cancelled' OR earlier.merge_key IS NULL)
            UNION %1$s AND earlier.organization_id = :organization AND earlier.patient_id = :patient
            ORDER BY id""".formatted(MOVED);

    private final JdbcClient jdbc;

    StoppedJobs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those for a channel to an address or a patient. */
    List<UUID> planned(Stop stop, Instant now) {
        return ids(PLANNED, stop, now);
    }

    /** Those that have taken over, at the time of the STOP or later, from one for the channel to the address or patient. */
    List<UUID> moved(Stop stop, Instant now) {
        return ids(MOVED_FROM, stop, now);
    }

    /** Urgent ones that were accepted for an address and may be followed by another channel. */
    List<UUID> urgent(Stop stop) {
        return jdbc
                .sql("""
                        SELECT id FROM comm_jobs
                        WHERE recipient_hash = :address AND channel = :channel AND purpose = 'urgent'
                            AND status IN ('sent', 'failed', 'bounced') AND NOT is_called_off
                        ORDER BY id""")
                .param("address", stop.addressHash())
                .param("channel", stop.channel().code())
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private List<UUID> ids(String query, Stop stop, Instant now) {
        return jdbc
                .sql(query)
                .param("address", stop.addressHash())
                .param("channel", stop.channel().code())
                .param("organization", stop.organizationId())
                .param("patient", stop.patientId())
                .param("since", UtcTime.of(stop.at()))
                .param("now", UtcTime.of(now))
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /**
     * A patient, or whoever reads an address, wants no more messages there.
     *
     * @param organizationId null, as the patient, when it is not known who they are
     * @param at when they said so
     */
    record Stop(
            @Nullable Long organizationId, @Nullable Long patientId, Channel channel, String addressHash, Instant at) {

        /** Whether a job tells a household of which somebody else is known to have said it. */
        boolean leaves(Job job) {
            return job.household()
                    && organizationId != null
                    && organizationId == job.organizationId()
                    && patientId != null
                    && patientId != job.patientId();
        }
    }
}
