package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.orchestrator.job.Observation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a delivery report means for a job. Pure. */
final class DeliveryReading {

    private DeliveryReading() {}

    static Observation of(DeliveryReported report) {
        var milestones = milestones(report);
        var bad = milestones.stream()
                .anyMatch(each -> each == Milestone.FAILED || each == Milestone.BOUNCED || each == Milestone.EXPIRED);
        return new Observation(
                milestones,
                report.occurredAt(),
                report.attempt(),
                report.providerMessageId(),
                report.state() == DeliveryState.NOT_SENT || report.state() == DeliveryState.EXHAUSTED,
                bad ? failureCode(report) : null);
    }

    /** With everything a milestone implies: what was read has arrived, what has arrived was sent. */
    private static List<Milestone> milestones(DeliveryReported report) {
        return switch (report.state()) {
            case PROCESSING -> List.of(Milestone.PROCESSING);
            case ACCEPTED, SENT -> List.of(Milestone.SENT);
            case DELIVERED, COMPLAINED, UNSUBSCRIBED -> List.of(Milestone.SENT, Milestone.DELIVERED);
            case OPENED ->
                report.machine()
                        ? List.of(Milestone.SENT, Milestone.DELIVERED)
                        : List.of(Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED);
            case CLICKED ->
                report.machine()
                        ? List.of(Milestone.SENT, Milestone.DELIVERED)
                        : List.of(Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED);
            case NOT_SENT -> retryable(report.failureClass()) ? List.of() : List.of(Milestone.FAILED);
            case UNKNOWN -> List.of(Milestone.UNDER_REVIEW);
            case BOUNCED -> List.of(Milestone.BOUNCED);
            case FAILED, EXHAUSTED -> List.of(Milestone.FAILED);
            case EXPIRED -> List.of(Milestone.EXPIRED);
        };
    }

    private static boolean retryable(@Nullable FailureClass failure) {
        return failure != null && failure.retryable();
    }

    private static String failureCode(DeliveryReported report) {
        var code = report.failureCode();
        var failure = report.failureClass();
        if (code != null) {
            return code;
        }
        return failure == null ? report.state().code() : failure.code();
    }
}
