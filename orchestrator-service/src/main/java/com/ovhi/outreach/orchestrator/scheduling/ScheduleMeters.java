package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** How long decisions take and what comes of them. Thread-safe. */
@Component
class ScheduleMeters {

    private static final String OUTCOMES = "outreach.schedule.outcome";

    private final MeterRegistry meters;

    ScheduleMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @param entry {@code call} or {@code event} */
    <T> T timed(String entry, Supplier<T> work) {
        var sample = Timer.start(meters);
        try {
            return work.get();
        } finally {
            sample.stop(meters.timer("outreach.schedule", "entry", entry));
        }
    }

    void scheduled(String entry, Purpose purpose) {
        count(entry, purpose, "scheduled");
    }

    void refused(String entry, Purpose purpose, Refusal refusal) {
        count(entry, purpose, refusal.code());
    }

    /** A request was decided again because another one for the same patient was quicker. */
    void overtaken(String entry) {
        meters.counter("outreach.schedule.overtaken", "entry", entry).increment();
    }

    private void count(String entry, Purpose purpose, String outcome) {
        AfterCommit.run(() -> meters.counter(OUTCOMES, "entry", entry, "purpose", purpose.code(), "outcome", outcome)
                .increment());
    }
}
