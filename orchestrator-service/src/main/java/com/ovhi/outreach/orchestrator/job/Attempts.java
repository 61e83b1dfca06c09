package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import jakarta.persistence.Embeddable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of the attempts to send a job; the same for any order and repetition of what was seen. */
@Embeddable
class Attempts {

    /** The code of the gate for a patient who wants nothing on the channel; providers have codes of their own. */
    static final String TURNED_AWAY = "opted-out";

    private int retryCount;
    private @Nullable String providerMessageId;
    private @Nullable Integer providerAttempt;
    private @Nullable String errorMessage;
    private @Nullable Instant errorAt;
    private @Nullable Integer processingAttempt;
    private @Nullable Integer refusedAttempt;

    protected Attempts() {}

    Attempts(Row row) throws SQLException {
        retryCount = row.integer("retry_count");
        providerMessageId = row.textOrNull("provider_message_id");
        providerAttempt = row.intOrNull("provider_attempt");
        errorMessage = row.textOrNull("error_message");
        errorAt = row.timeOrNull("error_at");
        processingAttempt = row.intOrNull("processing_attempt");
        refusedAttempt = row.intOrNull("refused_attempt");
    }

    void writeTo(Columns row) {
        row.put("retry_count", retryCount)
                .put("provider_message_id", providerMessageId)
                .put("provider_attempt", providerAttempt)
                .put("error_message", errorMessage)
                .put("error_at", errorAt)
                .put("processing_attempt", processingAttempt)
                .put("refused_attempt", refusedAttempt);
    }

    void note(Observation seen) {
        noteAttempt(seen);
        noteIntent(seen);
        noteFailure(seen);
    }

    private void noteAttempt(Observation seen) {
        var attempt = seen.attempt() == null ? 0 : seen.attempt();
        retryCount = Math.max(retryCount, attempt - 1);
        var message = seen.providerMessageId();
        if (message != null && supersedes(attempt, message)) {
            providerMessageId = message;
            providerAttempt = attempt;
        }
    }

    private void noteIntent(Observation seen) {
        var attempt = seen.attempt();
        var begun = seen.milestones().contains(Milestone.PROCESSING)
                || seen.milestones().contains(Milestone.UNDER_REVIEW);
        if (attempt != null && begun) {
            processingAttempt = later(processingAttempt, attempt);
        }
        if (attempt != null && seen.notSent()) {
            refusedAttempt = later(refusedAttempt, attempt);
        }
    }

    private static Integer later(@Nullable Integer known, int seen) {
        return known == null ? seen : Math.max(known, seen);
    }

    /** Whether an intent is committed whose outcome is not known: the provider may be hearing of it right now. */
    boolean inFlight() {
        var processing = processingAttempt;
        var refused = refusedAttempt;
        return processing != null && (refused == null || processing > refused);
    }

    /** Whether the gate has let none out because the patient wants nothing on the channel. */
    boolean turnedAway() {
        return TURNED_AWAY.equals(errorMessage);
    }

    /** The last attempt counts; between equals the order of their names, so that the order of arrival does not. */
    private boolean supersedes(int attempt, String message) {
        var knownAttempt = providerAttempt;
        var knownMessage = providerMessageId;
        if (knownAttempt == null || knownMessage == null) {
            return true;
        }
        return attempt != knownAttempt ? attempt > knownAttempt : message.compareTo(knownMessage) > 0;
    }

    /** The first failure counts; between simultaneous ones the order of their codes. */
    private void noteFailure(Observation seen) {
        var code = seen.failureCode();
        var known = errorMessage;
        var knownAt = errorAt;
        if (code == null) {
            return;
        }
        var first = knownAt == null || known == null || seen.at().isBefore(knownAt);
        if (first || seen.at().equals(knownAt) && code.compareTo(known) < 0) {
            errorMessage = code;
            errorAt = seen.at();
        }
    }

    FailedJob failure(UUID job, long organizationId, long patientId, Channel channel, Purpose purpose) {
        var code = errorMessage == null ? "unknown" : errorMessage;
        return new FailedJob(job, organizationId, patientId, channel, purpose, code, retryCount + 1);
    }

    int retryCount() {
        return retryCount;
    }

    @Nullable
    String providerMessageId() {
        return providerMessageId;
    }

    @Nullable
    String errorMessage() {
        return errorMessage;
    }
}
