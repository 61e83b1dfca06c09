package com.ovhi.outreach.segment.campaign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How many messages a campaign may ask for now: by its own pace, and by what its answers leave the staff. */
@Component
class Pacing {

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int MINUTES = 60;

    private final Executions executions;
    private final WaitingReplies replies;
    private final Counter forStaff;

    Pacing(Executions executions, WaitingReplies replies, MeterRegistry meters) {
        this.executions = executions;
        this.replies = replies;
        forStaff = Counter.builder("outreach.campaign.waits")
                .description("Looks at campaigns, each second, that wait for answers to be dealt with")
                .tag("for", "staff")
                .register(meters);
    }

    /** At most so many; an hour's messages are spread over its minutes. */
    int room(Turn turn, int most) {
        var terms = turn.course().terms();
        var waiting = terms.staffRepliesWaiting();
        var staff = terms.staffRepliesPerDay();
        if (waiting != null && replies.of(turn.run().organizationId(), turn.now()) >= waiting
                || staff != null
                        && executions.forStaffSince(
                                        turn.campaignId(), turn.now().minus(A_DAY))
                                >= staff) {
            forStaff.increment();
            return 0;
        }
        var hour = terms.perHour();
        if (hour == null) {
            return most;
        }
        var room = Math.min(left(turn, hour, AN_HOUR), left(turn, perMinute(hour), A_MINUTE));
        return Math.clamp(room, 0, most);
    }

    /** How long after the first of so many messages the last one is asked for. */
    static Duration longest(int perHour, long messages) {
        var others = Math.max(0, messages - 1);
        return Duration.ofHours(others / perHour).plusMinutes(others % perHour / perMinute(perHour));
    }

    /** How many messages of an hour's a minute may have. */
    static int perMinute(int perHour) {
        return Math.ceilDiv(perHour, MINUTES);
    }

    private long left(Turn turn, int limit, Duration time) {
        return limit - executions.askedSince(turn.campaignId(), turn.now().minus(time));
    }
}
