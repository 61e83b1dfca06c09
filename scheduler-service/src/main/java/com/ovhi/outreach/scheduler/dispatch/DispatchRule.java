package com.ovhi.outreach.scheduler.dispatch;

import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.scheduler.dispatch.Decision.Cancel;
import com.ovhi.outreach.scheduler.dispatch.Decision.Expire;
import com.ovhi.outreach.scheduler.dispatch.Decision.Hold;
import com.ovhi.outreach.scheduler.dispatch.Decision.Reject;
import com.ovhi.outreach.scheduler.dispatch.Decision.Send;
import com.ovhi.outreach.scheduler.queue.DueJob;
import com.ovhi.outreach.scheduler.window.SendHours;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges a due job once more: the plan may be hours old. Thread-safe. */
@Component
class DispatchRule {

    private final DispatchProperties properties;
    private final Pace pace;

    DispatchRule(DispatchProperties properties, Pace pace) {
        this.properties = properties;
        this.pace = pace;
    }

    /** @param hours null when they cannot be judged any more */
    Decision judge(DueJob job, @Nullable SendHours hours, Instant now) {
        if (job.cancelled()) {
            return new Cancel();
        }
        if (!now.isBefore(job.expiresAt())) {
            return new Expire("expired");
        }
        if (job.content() == null) {
            return new Reject("no-content");
        }
        return hours == null ? new Reject("unreadable-window") : inHours(job, hours, now);
    }

    private Decision inHours(DueJob job, SendHours hours, Instant now) {
        if (!hours.allow(now)) {
            return hours.nextOpen(now, job.expiresAt())
                    .<Decision>map(open -> new Hold(open, "window-closed"))
                    .orElseGet(() -> new Expire("no-window"));
        }
        var end = hours.windowEnd(now).orElse(job.expiresAt());
        var deadline = end.isBefore(job.expiresAt()) ? end : job.expiresAt();
        if (now.plus(pace.ofReal(properties.sendAllowance())).isAfter(deadline)) {
            // Too close to the end to get through, unless there is no later chance.
            return hours.nextOpen(deadline, job.expiresAt())
                    .<Decision>map(open -> new Hold(open, "window-closing"))
                    .orElseGet(() -> new Send(deadline, hours.preferenceVersion()));
        }
        return new Send(deadline, hours.preferenceVersion());
    }
}
