package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.analytics.inference.Sample;
import com.ovhi.outreach.analytics.inference.SampleRatio.Division;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An experiment as tests imagine it: numbers in, the next decision out. Not thread-safe. */
final class Trial {

    static final ExperimentRules RULES = new ExperimentRules(
            Duration.ofDays(14),
            Duration.ofMinutes(5),
            Duration.ofDays(56),
            100,
            0.05,
            0.001,
            0.03,
            0.003,
            Duration.ofSeconds(30));
    static final Instant BEGIN = Instant.parse("2026-03-02T15:00:00Z");

    private final List<Arm> arms = new ArrayList<>();
    private final List<Arm> ripe = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private List<Division> divisions = List.of();
    private Instant now = BEGIN.plus(Duration.ofDays(20));

    /** A variant with patients, all of whose windows are over. */
    Trial arm(String variant, long patients, long engaged, long optOuts) {
        return arm(variant, false, patients, Map.of(Metric.ENGAGED, engaged, Metric.UNSUBSCRIBED, optOuts));
    }

    Trial holdout(long patients, long engaged) {
        return arm("holdout", true, patients, Map.of(Metric.ENGAGED, engaged));
    }

    Trial arm(String variant, boolean holdout, long patients, Map<Metric, Long> outcomes) {
        var none = new Sample(patients, 0, 0);
        var arm = new Arm(variant, holdout, patients, new EnumMap<>(outcomes), none, none);
        arms.add(arm);
        ripe.add(arm);
        return this;
    }

    /** A variant whose patients have all met it just now. */
    Trial fresh(String variant, long patients, long optOuts) {
        var none = new Sample(patients, 0, 0);
        arms.add(new Arm(variant, false, patients, new EnumMap<>(Map.of(Metric.UNSUBSCRIBED, optOuts)), none, none));
        return this;
    }

    Trial divided(Division... into) {
        divisions = List.of(into);
        return this;
    }

    Trial decided(ExperimentVerdict verdict, String variant) {
        decisions.add(new Decision(verdict, variant.isEmpty() ? null : variant, "Because.", BEGIN));
        return this;
    }

    Trial after(Duration age) {
        now = BEGIN.plus(age);
        return this;
    }

    Reading reading() {
        return Reading.of(Metric.ENGAGED, arms, ripe, divisions, RULES);
    }

    Optional<Decision> next() {
        var experiment = new Experiment(5, 16, 31, Purpose.CAMPAIGN_EDUCATION, BEGIN);
        return new Verdicts(RULES).next(experiment, decisions, reading(), now);
    }

    /** The next decision in two words; {@code nothing} for none. */
    String verdict() {
        return next().map(each -> each.verdict().code() + " " + each.variant()).orElse("nothing");
    }
}
