package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.population.Organizations;
import com.ovhi.outreach.segment.segment.MembershipUpdates.Chunk;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Judges all patients of an organisation by the rule of one segment. Doing it twice, or side by side, does no harm. */
@Service
class SegmentEvaluation {

    private static final Logger log = LoggerFactory.getLogger(SegmentEvaluation.class);
    private static final int CHUNK = 500;

    private final Evaluations evaluations;
    private final MembershipUpdates updates;
    private final Organizations organizations;
    private final Clock clock;
    private final MeterRegistry meters;

    SegmentEvaluation(
            Evaluations evaluations,
            MembershipUpdates updates,
            Organizations organizations,
            Clock clock,
            MeterRegistry meters) {
        this.evaluations = evaluations;
        this.updates = updates;
        this.organizations = organizations;
        this.clock = clock;
        this.meters = meters;
    }

    /** Looks every second of real time; a cron so that a long evaluation holds up no other job. */
    @Scheduled(cron = "* * * * * *")
    void evaluateDue() {
        try {
            for (var due = evaluations.claim(); due.isPresent(); due = evaluations.claim()) {
                evaluate(due.get());
                evaluations.release(due.get());
            }
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Segments will be evaluated later");
        }
    }

    /**
     * Judges everybody.
     *
     * @return empty when the segment was changed meanwhile; then it is due again
     */
    Optional<Evaluated> evaluate(Segment segment) {
        var sample = Timer.start(meters);
        var result = judgeAll(segment);
        sample.stop(
                meters.timer("outreach.segment.evaluation", "outcome", result.isPresent() ? "finished" : "overtaken"));
        result.ifPresent(each -> log.atInfo()
                .addKeyValue("segment_id", segment.id())
                .addKeyValue("judged", each.judged())
                .addKeyValue("entered", each.entered())
                .addKeyValue("left", each.left())
                .log("Segment evaluated"));
        return result;
    }

    private Optional<Evaluated> judgeAll(Segment segment) {
        var day = LocalDate.ofInstant(clock.instant(), organizations.zoneOf(segment.organizationId()));
        var total = new Evaluated(0, 0, 0);
        var last = 0L;
        Optional<Chunk> chunk;
        do {
            chunk = updates.judgeNext(segment, last, CHUNK);
            if (chunk.isEmpty()) {
                return Optional.empty();
            }
            total = total.plus(chunk.get());
            last = chunk.get().last();
        } while (chunk.get().judged() > 0);
        evaluations.finished(segment, day);
        return Optional.of(total);
    }

    /** How many patients were judged, and whom that moved. */
    record Evaluated(int judged, int entered, int left) {
        Evaluated plus(Chunk chunk) {
            return new Evaluated(judged + chunk.judged(), entered + chunk.entered(), left + chunk.left());
        }
    }
}
