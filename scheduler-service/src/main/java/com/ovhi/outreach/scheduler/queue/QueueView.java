package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The queue as people look at it: ids and vocabulary, never the message. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class QueueView {

    private static final String SELECT = "SELECT job_id, slot_id, patient_id, purpose, channel, lane, due_at,"
            + " expires_at, attempt, retries, state, cancelled, reason, updated_at FROM due_queue"
            + " WHERE organization_id = :organization ";

    private static final String ORDER = " ORDER BY job_id LIMIT :limit";

    private final JdbcClient jdbc;

    QueueView(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Jobs of an organisation in the order they were made; of each state as many as are wanted are read, and no more. */
    List<Row> list(
            long organizationId, @Nullable QueueState state, @Nullable Lane lane, @Nullable UUID after, int limit) {
        var states = state == null ? QueueState.values() : new QueueState[] {state};
        var ofLane = lane == null ? "" : "AND lane = :lane ";
        var sql = Arrays.stream(states)
                .map(each -> "(" + SELECT + "AND state = '" + each.code() + "' " + ofLane + "AND job_id > :after"
                        + ORDER + ")")
                .collect(Collectors.joining(" UNION ALL ", "", ORDER));
        return jdbc.sql(sql)
                .param("organization", organizationId)
                .param("lane", lane == null ? null : lane.code())
                .param("after", after == null ? "" : after.toString())
                .param("limit", limit)
                .query(Row::read)
                .list();
    }

    Optional<Row> find(long organizationId, UUID jobId) {
        return jdbc.sql(SELECT + "AND job_id = :job")
                .param("organization", organizationId)
                .param("job", jobId.toString())
                .query(Row::read)
                .optional();
    }

    /** One job. */
    record Row(
            UUID jobId,
            UUID slotId,
            long patientId,
            Purpose purpose,
            Channel channel,
            Lane lane,
            Instant dueAt,
            Instant expiresAt,
            int attempt,
            int retries,
            QueueState state,
            boolean cancelled,
            @Nullable String reason,
            Instant updatedAt) {

        static Row read(ResultSet row, int number) throws SQLException {
            return new Row(
                    UUID.fromString(row.getString("job_id")),
                    UUID.fromString(row.getString("slot_id")),
                    row.getLong("patient_id"),
                    Purpose.of(row.getString("purpose")),
                    Channel.of(row.getString("channel")),
                    Lane.of(row.getString("lane")),
                    row.getTimestamp("due_at").toInstant(),
                    row.getTimestamp("expires_at").toInstant(),
                    row.getInt("attempt"),
                    row.getInt("retries"),
                    QueueState.of(row.getString("state")),
                    row.getBoolean("cancelled"),
                    row.getString("reason"),
                    row.getTimestamp("updated_at").toInstant());
        }
    }
}
