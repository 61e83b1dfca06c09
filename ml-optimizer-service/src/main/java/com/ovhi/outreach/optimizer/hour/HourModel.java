package com.ovhi.outreach.optimizer.hour;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When patients answer, as a mixture: a patient has a level (how often they answer at their best hour) and a peak (that
 * hour, or none), and answers less the further from the peak a message arrives, around the clock as a von Mises curve
 * falls (K. V. Mardia, P. E. Jupp, Directional Statistics, §3.5.4). What is believed of level and peak before a patient
 * has done anything is learned of the cohort, that of a wider one, and that of the organisation (empirical Bayes, B.
 * Efron, Large-Scale Inference, §1). Since only hours at which something was sent enter the likelihood, an hour that
 * nobody tried is neither good nor bad. Immutable.
 */
public final class HourModel {

    /** Hours of a day. */
    public static final int HOURS = 24;
    /** The state of a patient to whom all hours are alike. */
    static final int NO_PEAK = HOURS;

    static final int PEAKS = HOURS + 1;
    static final List<Double> LEVELS = List.of(0.04, 0.12, 0.25, 0.4, 0.55, 0.7, 0.9);
    static final int STATES = PEAKS * LEVELS.size();

    /** The name under which {@link Parameters#priors} has the organisation's. */
    public static final String ORGANIZATION = "all";

    private final Parameters parameters;
    private final Map<String, double[]> priors = new HashMap<>();
    private final double[][] rates = new double[STATES][HOURS];
    private final double[][] hits = new double[STATES][HOURS];
    private final double[][] misses = new double[STATES][HOURS];

    /** A model of these parameters. */
    public HourModel(Parameters parameters) {
        this.parameters = parameters;
        parameters.priors.forEach((cohort, prior) -> priors.put(
                cohort, prior.stream().mapToDouble(Double::doubleValue).toArray()));
        for (var state = 0; state < STATES; state++) {
            for (var hour = 0; hour < HOURS; hour++) {
                rates[state][hour] = LEVELS.get(state / PEAKS) * share(state % PEAKS, hour);
                hits[state][hour] = Math.log(rates[state][hour]);
                misses[state][hour] = Math.log1p(-rates[state][hour]);
            }
        }
    }

    /** Before anything is learned: peaks late in the morning and early in the evening, two hours apart from person to person. */
    public static HourModel defaults() {
        return new HourModel(new Parameters(3, 0.35, Map.of(ORGANIZATION, HourPriors.defaults())));
    }

    /** What it is made of. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * What is believed of a patient.
     *
     * @param cohort whose habits are taken for the patient's as long as nothing else is known; the wider one's (what stands
     *     before a slash) or the organisation's when the model does not know it
     */
    public HourBelief belief(String cohort, HourEvidence evidence, boolean weekend) {
        return new HourBelief(this, posterior(prior(cohort), evidence, weekend));
    }

    double[] prior(String cohort) {
        for (var name : List.of(cohort, wider(cohort), ORGANIZATION)) {
            var known = priors.get(name);
            if (known != null) {
                return known;
            }
        }
        throw new IllegalStateException("Every model has a prior of the organisation");
    }

    /** The cohort that holds another one; itself when there is none. */
    static String wider(String cohort) {
        return cohort.split("/", 2)[0];
    }

    double[] posterior(double[] prior, HourEvidence evidence, boolean weekend) {
        var log = new double[STATES];
        for (var state = 0; state < STATES; state++) {
            log[state] = Math.log(prior[state]);
        }
        for (var hour = 0; hour < HOURS; hour++) {
            var sent = evidence.sent(weekend, hour);
            if (sent > 0) {
                var responded = evidence.responded(weekend, hour);
                for (var state = 0; state < STATES; state++) {
                    log[state] += responded * hits[state][hour] + (sent - responded) * misses[state][hour];
                }
            }
        }
        return normalised(log);
    }

    /** The logarithm of how likely the evidence was. */
    double likelihood(double[] prior, HourEvidence evidence) {
        var most = Double.NEGATIVE_INFINITY;
        var log = new double[STATES];
        for (var state = 0; state < STATES; state++) {
            log[state] = Math.log(prior[state]);
            for (var hour = 0; hour < HOURS; hour++) {
                var responded = evidence.responded(false, hour);
                log[state] +=
                        responded * hits[state][hour] + (evidence.sent(false, hour) - responded) * misses[state][hour];
            }
            most = Math.max(most, log[state]);
        }
        var sum = 0.0;
        for (var each : log) {
            sum += Math.exp(each - most);
        }
        return most + Math.log(sum);
    }

    double rate(int state, int hour) {
        return rates[state][hour];
    }

    private double share(int peak, int hour) {
        if (peak == NO_PEAK) {
            var sum = 0.0;
            for (var other = 0; other < HOURS; other++) {
                sum += share(0, other);
            }
            return sum / HOURS;
        }
        var angle = 2 * Math.PI * (hour - peak) / HOURS;
        return parameters.offPeak
                + (1 - parameters.offPeak) * Math.exp(parameters.concentration * (Math.cos(angle) - 1));
    }

    private static double[] normalised(double[] log) {
        var most = Double.NEGATIVE_INFINITY;
        for (var each : log) {
            most = Math.max(most, each);
        }
        var sum = 0.0;
        for (var i = 0; i < log.length; i++) {
            log[i] = Math.exp(log[i] - most);
            sum += log[i];
        }
        for (var i = 0; i < log.length; i++) {
            log[i] /= sum;
        }
        return log;
    }

    /**
     * What the model is made of; it may come from a file, so it is checked.
     *
     * @param concentration of the curve around the peak, in (0, 50]; 3 falls to a fifth in three and a half hours
     * @param offPeak how often a patient answers at the worst hour, as a share of the best one, in (0, 1)
     * @param priors by cohort, for each level and peak, each summing to 1; always one for {@link #ORGANIZATION}
     */
    public record Parameters(double concentration, double offPeak, Map<String, List<Double>> priors) {

        private static final double SUM_TOLERANCE = 1e-6;

        public Parameters {
            var copy = new HashMap<String, List<Double>>();
            priors.forEach((cohort, prior) -> copy.put(cohort, List.copyOf(prior)));
            priors = Map.copyOf(copy);
            var sound = concentration > 0
                    && concentration <= 50
                    && offPeak > 0
                    && offPeak < 1
                    && priors.containsKey(ORGANIZATION)
                    && priors.values().stream().allMatch(Parameters::isDistribution);
            if (!sound) {
                throw new IllegalArgumentException("No such model of hours");
            }
        }

        private static boolean isDistribution(List<Double> prior) {
            return prior.size() == STATES
                    && prior.stream().allMatch(each -> each > 0 && each <= 1)
                    && Math.abs(prior.stream().mapToDouble(Double::doubleValue).sum() - 1) < SUM_TOLERANCE;
        }
    }
}
