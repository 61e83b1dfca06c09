package com.ovhi.outreach.optimizer.simulation;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.optimizer.evaluation.Calibration;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.hour.HourCount;
import com.ovhi.outreach.optimizer.hour.HourEvidence;
import com.ovhi.outreach.optimizer.hour.HourModel;
import com.ovhi.outreach.optimizer.hour.HourTraining;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Messages to patients, one after the other, whose hours are chosen in different ways. Patients answer best around half past
 * ten or six, two hours off from person to person, and the less the further off a message comes; how steeply, nobody knows:
 * the models' own curve is another one. Figures of {@code domain.md} §9; the width of the curve is an assumption.
 */
final class HourSimulation {

    static final int MESSAGES = 24;
    /** How often the models are trained: as if every night, with a message every other day. */
    private static final int TRAINED_EVERY = 3;

    private static final List<HourWeights.Hour> WINDOW = window();
    private static final double FLOOR = 0.05;
    private static final List<String> COHORTS = List.of("18-30", "31-50", "65+");
    private static final List<Double> MORNINGS = List.of(0.3, 0.5, 0.75);

    private final int patients;
    private final long seed;
    private final double widthHours;
    private final double offPeak;

    HourSimulation(int patients, long seed, double widthHours, double offPeak) {
        this.patients = patients;
        this.seed = seed;
        this.widthHours = widthHours;
        this.offPeak = offPeak;
    }

    private static List<HourWeights.Hour> window() {
        var hours = new ArrayList<HourWeights.Hour>();
        for (var hour = 9; hour < 20; hour++) {
            hours.add(new HourWeights.Hour(hour, false));
        }
        return hours;
    }

    /** Runs all ways of choosing on the same patients. */
    Map<String, Curve> run() {
        var all = patients();
        var curves = new TreeMap<String, Curve>();
        for (var policy : List.of(new Random(), new GlobalBest(), new OwnCounts(), new Learned())) {
            curves.put(policy.getClass().getSimpleName(), run(all, policy));
        }
        return curves;
    }

    private Curve run(List<Patient> all, Policy policy) {
        var random = new SplittableRandom(seed + 1);
        var rates = new ArrayList<Double>();
        var forecasts = new ArrayList<Forecast>();
        for (var message = 0; message < MESSAGES; message++) {
            policy.before(message, all.size());
            var expected = 0.0;
            var oracle = 0.0;
            for (var i = 0; i < all.size(); i++) {
                var patient = all.get(i);
                var hour = policy.hour(i, patient, random);
                var rate = patient.rate(hour, widthHours, offPeak);
                var answered = random.nextDouble() < rate;
                if (message >= MESSAGES / 2) {
                    policy.forecast(i, patient, hour)
                            .ifPresent(said -> forecasts.add(new Forecast(said, answered, patient.cohort())));
                }
                policy.observed(i, patient, hour, answered);
                expected += rate;
                oracle += WINDOW.stream()
                        .mapToDouble(each -> patient.rate(each.hour(), widthHours, offPeak))
                        .max()
                        .orElseThrow();
            }
            rates.add(expected / oracle);
        }
        return new Curve(rates, Calibration.of(forecasts));
    }

    private List<Patient> patients() {
        var random = new SplittableRandom(seed);
        var all = new ArrayList<Patient>();
        for (var i = 0; i < patients; i++) {
            var group = random.nextInt(COHORTS.size());
            var centre = random.nextDouble() < MORNINGS.get(group) ? 10.5 : 18.0;
            var peak = random.nextDouble() < 0.1 ? Double.NaN : centre + 2 * random.nextGaussian();
            // Studies saw 45 of 100 answer at whatever hour they were asked, not at each one's best.
            var average = Math.clamp(0.45 + 0.15 * random.nextGaussian(), 0.05, 0.9);
            var level = Math.min(0.95, average / new Patient("", peak, 1).averageRate(widthHours, offPeak));
            all.add(new Patient(COHORTS.get(group), peak, level));
        }
        return all;
    }

    /**
     * A patient.
     *
     * @param peak hours from midnight; NaN for one to whom all are alike
     * @param level how often they answer at their best hour
     */
    private record Patient(String cohort, double peak, double level) {

        double averageRate(double width, double offPeak) {
            return WINDOW.stream()
                    .mapToDouble(each -> rate(each.hour(), width, offPeak))
                    .average()
                    .orElseThrow();
        }

        double rate(int hour, double width, double offPeak) {
            if (Double.isNaN(peak)) {
                return level * (1 + offPeak) / 2;
            }
            var apart = Math.abs(hour + 0.5 - peak) % 24;
            var off = Math.min(apart, 24 - apart);
            return level * (offPeak + (1 - offPeak) * Math.exp(-off * off / (2 * width * width)));
        }
    }

    /**
     * How a way of choosing did.
     *
     * @param shares of what the oracle gets, message by message
     * @param calibration of the forecasts for the second half of the messages
     */
    record Curve(List<Double> shares, Calibration calibration) {

        /** After twelve messages to each patient. */
        double afterTwelve() {
            return shares.subList(12, shares.size()).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow();
        }
    }

    private interface Policy {
        default void before(int message, int patients) {}

        int hour(int index, Patient patient, SplittableRandom random);

        default void observed(int index, Patient patient, int hour, boolean answered) {}

        default Optional<Double> forecast(int index, Patient patient, int hour) {
            return Optional.empty();
        }
    }

    private static int any(SplittableRandom random) {
        return WINDOW.get(random.nextInt(WINDOW.size())).hour();
    }

    /** Any hour. */
    private static final class Random implements Policy {
        @Override
        public int hour(int index, Patient patient, SplittableRandom random) {
            return any(random);
        }
    }

    /** The hour at which all patients together answer best, with one message in twenty at any. */
    private static final class GlobalBest implements Policy {

        private final double[] sent = new double[24];
        private final double[] answers = new double[24];

        @Override
        public int hour(int index, Patient patient, SplittableRandom random) {
            return random.nextDouble() < FLOOR ? any(random) : best(sent, answers);
        }

        @Override
        public void observed(int index, Patient patient, int hour, boolean answered) {
            sent[hour]++;
            answers[hour] += answered ? 1 : 0;
        }
    }

    /** The hour at which the patient has answered best, counted by itself, with one message in twenty at any. */
    private static final class OwnCounts implements Policy {

        private final Map<Integer, double[][]> counts = new HashMap<>();

        @Override
        public int hour(int index, Patient patient, SplittableRandom random) {
            var own = counts.get(index);
            return own == null || random.nextDouble() < FLOOR ? any(random) : best(own[0], own[1]);
        }

        @Override
        public void observed(int index, Patient patient, int hour, boolean answered) {
            var own = counts.computeIfAbsent(index, _ -> new double[2][24]);
            own[0][hour]++;
            own[1][hour] += answered ? 1 : 0;
        }
    }

    private static int best(double[] sent, double[] answers) {
        var best = WINDOW.getFirst().hour();
        for (var each : WINDOW) {
            if (mean(sent, answers, each.hour()) > mean(sent, answers, best)) {
                best = each.hour();
            }
        }
        return best;
    }

    private static double mean(double[] sent, double[] answers, int hour) {
        return (answers[hour] + 1) / (sent[hour] + 2);
    }

    /** What the service does. */
    private static final class Learned implements Policy {

        private final Map<Integer, List<HourCount>> counts = new HashMap<>();
        private final Map<Integer, String> cohorts = new HashMap<>();
        private HourModel model = HourModel.defaults();

        @Override
        public void before(int message, int patients) {
            if (message > 0 && message % TRAINED_EVERY == 0) {
                var evidence = new TreeMap<String, List<HourEvidence>>();
                new TreeMap<>(counts)
                        .forEach((index, its) -> evidence.computeIfAbsent(
                                        Objects.requireNonNull(cohorts.get(index)), _ -> new ArrayList<>())
                                .add(HourEvidence.of(its)));
                model = HourTraining.train(evidence);
            }
        }

        @Override
        public int hour(int index, Patient patient, SplittableRandom random) {
            var its = counts.get(index);
            if (its == null) {
                return any(random);
            }
            var weights =
                    model.belief(patient.cohort(), HourEvidence.of(its), false).weights();
            var chances = new HourWeights(weights, weights).chances(WINDOW, FLOOR);
            var left = random.nextDouble();
            for (var i = 0; i < chances.size() - 1; i++) {
                left -= chances.get(i);
                if (left < 0) {
                    return WINDOW.get(i).hour();
                }
            }
            return WINDOW.getLast().hour();
        }

        @Override
        public void observed(int index, Patient patient, int hour, boolean answered) {
            cohorts.put(index, patient.cohort());
            counts.computeIfAbsent(index, _ -> new ArrayList<>()).add(new HourCount(false, hour, 1, answered ? 1 : 0));
        }

        @Override
        public Optional<Double> forecast(int index, Patient patient, int hour) {
            var its = counts.getOrDefault(index, List.of());
            return Optional.of(
                    model.belief(patient.cohort(), HourEvidence.of(its), false).response(hour));
        }
    }
}
