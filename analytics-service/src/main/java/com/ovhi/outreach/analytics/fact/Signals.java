package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.News.Signal;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What answers and reports say of the job they name; most say nothing that is counted. */
final class Signals {

    private Signals() {}

    /** A STOP in answer to a message, or a confirmation. */
    static Stream<Signal> of(ReplyUnderstood reply) {
        var jobId = reply.jobId();
        if (jobId == null) {
            return Stream.empty();
        }
        var counter = switch (reply.intent()) {
            case STOP -> Counter.UNSUBSCRIBED;
            case CONFIRM -> Counter.CONFIRMED;
            case RESCHEDULE, CANCEL, START, HELP, NO, QUESTION, WRONG_PERSON, EMERGENCY, AUTO_REPLY, ACK, OTHER -> null;
        };
        return counter == null
                ? Stream.empty()
                : Stream.of(new Signal(jobId, counter, reply.receivedAt(), known(reply.organizationId())));
    }

    /** An opt-out or a complaint through the provider, and what a machine opened. */
    static Stream<Signal> of(DeliveryReported report) {
        var jobId = report.jobId();
        if (jobId == null || report.ofAnswer()) {
            return Stream.empty();
        }
        return counters(report).stream()
                .map(counter -> new Signal(jobId, counter, report.occurredAt(), known(report.organizationId())));
    }

    private static List<Counter> counters(DeliveryReported report) {
        return switch (report.state()) {
            case UNSUBSCRIBED -> List.of(Counter.UNSUBSCRIBED);
            case COMPLAINED -> List.of(Counter.UNSUBSCRIBED, Counter.COMPLAINED);
            case OPENED -> report.machine() ? List.of(Counter.MACHINE_OPENED) : List.of();
            case CLICKED -> report.machine() ? List.of(Counter.MACHINE_CLICKED) : List.of();
            case PROCESSING, ACCEPTED, NOT_SENT, UNKNOWN, SENT, DELIVERED, BOUNCED, FAILED, EXPIRED, EXHAUSTED ->
                List.of();
        };
    }

    private static long known(@Nullable Long organizationId) {
        return organizationId == null ? 0 : organizationId;
    }
}
