package com.ovhi.outreach.optimizer.hour;

import com.ovhi.outreach.optimizer.hour.HourModel.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns the habits of an organisation and its cohorts by expectation and maximisation (A. P. Dempster, N. M. Laird, D. B.
 * Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B 39 (1977) 1–38), with what was believed
 * before counting for so many patients (a Dirichlet prior). Deterministic.
 */
public final class HourTraining {

    /** For how many patients the prior of an organisation or a cohort counts. */
    static final double PRIOR_PATIENTS = 50;

    private static final int ROUNDS = 4;
    /** The shape of the curve is chosen with no more patients than this. */
    private static final int SHAPE_PATIENTS = 2_000;

    private static final List<Double> CONCENTRATIONS = List.of(1.5, 3.0, 6.0);
    private static final List<Double> OFF_PEAKS = List.of(0.2, 0.35, 0.55);

    private HourTraining() {}

    /** Learns of the evidence about patients, by cohort. Narrow cohorts of few patients have no habits of their own. */
    public static HourModel train(Map<String, List<HourEvidence>> cohorts) {
        var everybody = cohorts.values().stream().flatMap(Collection::stream).toList();
        var shape = shape(everybody.subList(0, Math.min(SHAPE_PATIENTS, everybody.size())));
        var organization = maximised(shape, shape.prior(HourModel.ORGANIZATION), everybody);
        var priors = new HashMap<String, List<Double>>();
        priors.put(HourModel.ORGANIZATION, boxed(organization));
        var wider = new TreeMap<String, List<HourEvidence>>();
        cohorts.forEach((cohort, patients) -> wider.computeIfAbsent(HourModel.wider(cohort), _ -> new ArrayList<>())
                .addAll(patients));
        wider.forEach((name, patients) -> {
            var prior = round(shape, organization, organization, patients);
            priors.put(name, boxed(prior));
            cohorts.forEach((cohort, its) -> {
                if (!cohort.equals(name) && HourModel.wider(cohort).equals(name) && its.size() >= PRIOR_PATIENTS) {
                    priors.put(cohort, boxed(round(shape, prior, prior, its)));
                }
            });
        });
        var learned = shape.parameters();
        return new HourModel(new Parameters(learned.concentration(), learned.offPeak(), priors));
    }

    private static HourModel shape(List<HourEvidence> patients) {
        var best = HourModel.defaults();
        var likelihood = Double.NEGATIVE_INFINITY;
        for (var concentration : CONCENTRATIONS) {
            for (var offPeak : OFF_PEAKS) {
                var candidate = new HourModel(
                        new Parameters(concentration, offPeak, Map.of(HourModel.ORGANIZATION, HourPriors.defaults())));
                var prior = round(
                        candidate,
                        candidate.prior(HourModel.ORGANIZATION),
                        candidate.prior(HourModel.ORGANIZATION),
                        patients);
                var sum = patients.stream()
                        .mapToDouble(each -> candidate.likelihood(prior, each))
                        .sum();
                if (sum > likelihood) {
                    likelihood = sum;
                    best = candidate;
                }
            }
        }
        return patients.isEmpty() ? HourModel.defaults() : best;
    }

    private static double[] maximised(HourModel model, double[] before, List<HourEvidence> patients) {
        var prior = before;
        for (var i = 0; i < ROUNDS; i++) {
            prior = round(model, prior, before, patients);
        }
        return prior;
    }

    /** One round: the states patients are believed to be in by {@code prior}, and those believed before. */
    private static double[] round(HourModel model, double[] prior, double[] before, List<HourEvidence> patients) {
        var sum = Arrays.stream(before).map(each -> each * PRIOR_PATIENTS).toArray();
        for (var patient : patients) {
            var states = model.posterior(prior, patient, false);
            for (var state = 0; state < sum.length; state++) {
                sum[state] += states[state];
            }
        }
        var total = PRIOR_PATIENTS + patients.size();
        for (var state = 0; state < sum.length; state++) {
            sum[state] /= total;
        }
        return sum;
    }

    private static List<Double> boxed(double[] numbers) {
        var boxed = new ArrayList<Double>(numbers.length);
        for (var each : numbers) {
            boxed.add(each);
        }
        return boxed;
    }
}
