package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.population.Selections;
import com.ovhi.outreach.segment.segment.Settlement.Settled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Judges all patients of an organisation by the rule of one segment: the database names those who are in the wrong place,
 * and they are moved a chunk at a time. Doing it twice, or side by side, or stopping in between does no harm.
 */
@Service
class SegmentEvaluation {

    private static final Logger log = LoggerFactory.getLogger(SegmentEvaluation.class);
    private static final int CHUNK = 500;

    private final Evaluations evaluations;
    private final Settlement settlement;
    private final Selections selections;
    private final Population population;
    private final Drift drift;
    private final MeterRegistry meters;

    SegmentEvaluation(
            Evaluations evaluations,
            Settlement settlement,
            Selections selections,
            Population population,
            Drift drift,
            MeterRegistry meters) {
        this.evaluations = evaluations;
        this.settlement = settlement;
        this.selections = selections;
        this.population = population;
        this.drift = drift;
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
                .addKeyValue("drifted", each.drifted())
                .log("Segment evaluated"));
        return result;
    }

    private Optional<Evaluated> judgeAll(Segment segment) {
        var organization = segment.organizationId();
        var today = population.today(organization);
        var rule = segment.rule();
        var entered = settle(
                segment, today, after -> selections.missing(segment.id(), organization, rule, today, after, CHUNK));
        if (entered.isEmpty()) {
            return Optional.empty();
        }
        var left = settle(
                segment, today, after -> selections.superfluous(segment.id(), organization, rule, today, after, CHUNK));
        return left.map(
                each -> finish(segment, today, entered.get().plus(each).judging(selections.size(organization))));
    }

    private Optional<Evaluated> settle(Segment segment, LocalDate today, LongFunction<List<Long>> next) {
        var total = new Evaluated(0, 0, 0, 0);
        var page = next.apply(0);
        while (!page.isEmpty()) {
            var settled = settlement.settle(segment, page, today);
            if (settled.isEmpty()) {
                return Optional.empty();
            }
            total = total.plus(settled.get());
            page = page.size() < CHUNK ? List.of() : next.apply(page.getLast());
        }
        return Optional.of(total);
    }

    private Evaluated finish(Segment segment, LocalDate today, Evaluated evaluated) {
        evaluations.finished(segment, today, evaluated);
        if (evaluated.drifted() > 0) {
            drift.found(segment, evaluated.drifted());
        }
        return evaluated;
    }

    /**
     * How many patients were judged, and whom that moved.
     *
     * @param drifted how many of those moved had been in the wrong place without a reason
     */
    record Evaluated(long judged, int entered, int left, int drifted) {

        private Evaluated plus(Settled more) {
            return new Evaluated(judged, entered + more.entered(), left + more.left(), drifted + more.drifted());
        }

        private Evaluated plus(Evaluated more) {
            return new Evaluated(judged, entered + more.entered, left + more.left, drifted + more.drifted);
        }

        private Evaluated judging(long patients) {
            return new Evaluated(patients, entered, left, drifted);
        }
    }
}
