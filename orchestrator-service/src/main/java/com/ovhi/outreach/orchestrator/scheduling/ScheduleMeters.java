package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    /** How long decisions take that are made together; each has an equal share. */
    <K, V> Map<K, V> shared(String entry, Supplier<Map<K, V>> work) {
        var begin = System.nanoTime();
        var made = work.get();
        var each = (System.nanoTime() - begin) / Math.max(1, made.size());
        made.forEach((_, _) -> took(entry, each));
        return made;
    }

    /** One request was carried out with others. */
    void took(String entry, long nanos) {
        meters.timer("outreach.schedule", "entry", entry).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Calls came together, of which some must be carried out alone. */
    void grouped(int calls, long alone) {
        meters.summary("outreach.schedule.together").record(calls);
        meters.counter("outreach.schedule.alone").increment(alone);
    }

    /** Calls came while a server did not answer that is needed to decide about them. */
    void unanswered(long calls) {
        meters.counter("outreach.schedule.unanswered").increment(calls);
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
