package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the due-queue.
 *
 * @param window the send window in JSON, as it came
 * @param content the message, sealed for the workers; null once nothing is left to do
 * @param attempt number of the running dispatch, or of the next one while it waits; every dispatch has its own
 * @param retries how many attempts ended in a failure that counts
 * @param failedAt when the first of them ended
 * @param campaignId null when it belongs to none
 * @param paced whether it has waited its turn among those that are paced
 * @param parkedSince since when it is turned back because a circuit is open, null when it is not
 * @param patienceOver whether the suite was told that this takes too long
 * @param toldAt when the suite believes it to leave, null as long as that is {@code dueAt}
 * @param toldReasons for which reasons it was told otherwise, joined by commas; null for none
 */
public record DueJob(
        UUID jobId,
        UUID slotId,
        long organizationId,
        long patientId,
        Purpose purpose,
        Channel channel,
        Lane lane,
        Instant dueAt,
        Instant expiresAt,
        String window,
        @Nullable Sealed content,
        int attempt,
        int retries,
        QueueState state,
        boolean cancelled,
        @Nullable String reason,
        @Nullable Instant failedAt,
        @Nullable Long campaignId,
        boolean paced,
        @Nullable Instant parkedSince,
        boolean patienceOver,
        @Nullable Instant toldAt,
        @Nullable String toldReasons) {

    static final String COLUMNS = "job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,"
            + " expires_at, send_window, content, attempt, retries, state, cancelled, reason, failed_at,"
            + " campaign_id, paced, parked_since, patience_over, told_at, told_reasons";

    static DueJob read(ResultSet row, int number) throws SQLException {
        var content = row.getString("content");
        return new DueJob(
                UUID.fromString(row.getString("job_id")),
                UUID.fromString(row.getString("slot_id")),
                row.getLong("organization_id"),
                row.getLong("patient_id"),
                Purpose.of(row.getString("purpose")),
                Channel.of(row.getString("channel")),
                Lane.of(row.getString("lane")),
                row.getTimestamp("due_at").toInstant(),
                row.getTimestamp("expires_at").toInstant(),
                row.getString("send_window"),
                content == null ? null : new Sealed(content),
                row.getInt("attempt"),
                row.getInt("retries"),
                QueueState.of(row.getString("state")),
                row.getBoolean("cancelled"),
                row.getString("reason"),
                instant(row, "failed_at"),
                row.getObject("campaign_id", Long.class),
                row.getBoolean("paced"),
                instant(row, "parked_since"),
                row.getBoolean("patience_over"),
                instant(row, "told_at"),
                row.getString("told_reasons"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** Where it leaves. */
    public Route route() {
        return new Route(lane, channel);
    }

    /** What the suite is told when the queue itself ends a job. */
    DeliveryReported report(DeliveryState state, @Nullable FailureClass failure, String code, Instant at) {
        return new DeliveryReported(
                jobId, organizationId, patientId, channel, attempt, state, null, failure, code, null, false, at);
    }
}
