package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.Times;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What happened: messages, answers, opt-outs, drawn hours. The first instant of each kind stands, so order and repetition of
 * events do not matter; an event with an instant the database cannot hold is set aside. Every method runs in the caller's
 * transaction and takes rows in the order of their keys.
 */
@Repository
class EngagementLog {

    private static final int PURGE_CHUNK = 5_000;
    private static final Set<Milestone> ANSWERS = Set.of(Milestone.CLICKED, Milestone.REPLIED);
    private static final Set<Milestone> LOSSES = Set.of(Milestone.BOUNCED, Milestone.FAILED);

    // The hour is worked out again if the message was sent earlier; it comes first, as it compares with the old
    // instant.
    private static final String NOTE = """
            INSERT INTO engagement_jobs (job_id, patient_id, organization_id, channel, purpose, sent_at, responded_at,
                lost, recorded_at, asks, campaign_id, step, variant)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                local_hour = IF(VALUES(sent_at) < sent_at, NULL, local_hour),
                sent_at = LEAST(COALESCE(sent_at, VALUES(sent_at)), COALESCE(VALUES(sent_at), sent_at)),
                responded_at =
                    LEAST(COALESCE(responded_at, VALUES(responded_at)), COALESCE(VALUES(responded_at), responded_at)),
                lost = lost OR VALUES(lost),
                channel = IF(VALUES(channel) = '', channel, VALUES(channel)),
                purpose = IF(VALUES(purpose) = '', purpose, VALUES(purpose)),
                asks = asks AND VALUES(asks),
                campaign_id = COALESCE(campaign_id, VALUES(campaign_id)),
                step = COALESCE(step, VALUES(step)),
                variant = COALESCE(variant, VALUES(variant))""";

    private static final String NOTE_CHOICE = """
            INSERT INTO engagement_jobs (job_id, patient_id, organization_id, channel, purpose, recorded_at,
                chosen_hour, propensity, candidates, candidate_weekends)
            VALUES (?, ?, ?, '', '', ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                chosen_hour = VALUES(chosen_hour), propensity = VALUES(propensity), candidates = VALUES(candidates),
                candidate_weekends = VALUES(candidate_weekends)""";

    private static final String NOTE_OPT_OUT = """
            INSERT INTO engagement_opt_outs (inbound_id, patient_id, organization_id, stopped_at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE inbound_id = VALUES(inbound_id)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    EngagementLog(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void note(List<JobChanged> jobs, Instant now) {
        var inOrder = jobs.stream()
                .sorted(Comparator.comparing(each -> each.jobId().toString()))
                .toList();
        batches.batchUpdate(NOTE, inOrder, inOrder.size(), (statement, job) -> {
            var step = job.step();
            statement.setString(1, job.jobId().toString());
            statement.setLong(2, job.patientId());
            statement.setLong(3, job.organizationId());
            statement.setString(4, job.channel().code());
            statement.setString(5, job.purpose().code());
            statement.setTimestamp(6, job.milestone() == Milestone.SENT ? at(job) : null);
            statement.setTimestamp(7, ANSWERS.contains(job.milestone()) ? at(job) : null);
            statement.setBoolean(8, LOSSES.contains(job.milestone()));
            statement.setTimestamp(9, Timestamp.from(now));
            statement.setBoolean(10, !Boolean.TRUE.equals(job.discreet()));
            statement.setObject(11, job.campaignId());
            statement.setObject(12, step == null ? null : step.step());
            statement.setString(13, job.abVariant());
        });
    }

    private static Timestamp at(JobChanged job) {
        return Timestamp.from(Times.kept(job.occurredAt()));
    }

    void noteChoices(List<SendTimeChosen> choices, Instant now) {
        if (choices.isEmpty()) {
            return;
        }
        var inOrder = choices.stream()
                .sorted(Comparator.comparing(each -> each.jobId().toString()))
                .toList();
        batches.batchUpdate(NOTE_CHOICE, inOrder, inOrder.size(), (statement, each) -> {
            statement.setString(1, each.jobId().toString());
            statement.setLong(2, each.patientId());
            statement.setLong(3, each.organizationId());
            statement.setTimestamp(4, Timestamp.from(now));
            statement.setInt(5, each.choice().hour());
            statement.setDouble(6, each.choice().propensity());
            statement.setString(
                    7, each.choice().candidates().stream().map(Object::toString).collect(Collectors.joining(",")));
            var weekends = each.choice().weekends();
            statement.setString(
                    8,
                    weekends == null
                            ? null
                            : weekends.stream().map(day -> day ? "1" : "0").collect(Collectors.joining()));
        });
    }

    void noteOptOuts(List<OptOut> optOuts) {
        if (optOuts.isEmpty()) {
            return;
        }
        var inOrder = optOuts.stream()
                .sorted(Comparator.comparing(each -> each.id().toString()))
                .toList();
        batches.batchUpdate(NOTE_OPT_OUT, inOrder, inOrder.size(), (statement, each) -> {
            statement.setString(1, each.id().toString());
            statement.setLong(2, each.patientId());
            statement.setLong(3, each.organizationId());
            statement.setTimestamp(4, Timestamp.from(each.at()));
        });
    }

    /** Deletes a chunk of what is older than an instant; false when nothing is left. */
    boolean purge(Instant before) {
        var jobs = purge("engagement_jobs", "recorded_at", before);
        var stops = purge("engagement_opt_outs", "stopped_at", before);
        return jobs || stops;
    }

    private boolean purge(String table, String column, Instant before) {
        return jdbc.sql("DELETE FROM " + table + " WHERE " + column + " < ? LIMIT " + PURGE_CHUNK)
                        .param(Timestamp.from(before))
                        .update()
                == PURGE_CHUNK;
    }
}
