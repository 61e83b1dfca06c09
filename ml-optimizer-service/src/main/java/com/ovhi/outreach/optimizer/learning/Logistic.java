package com.ovhi.outreach.optimizer.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A logistic regression with what is believed beforehand: each coefficient has a normal prior, so that without data the
 * model is the default, and with little data stays near it. Fitted to the mode of the posterior by Newton's method; its
 * uncertainty is the normal approximation there (Laplace), C. M. Bishop, Pattern Recognition and Machine Learning
 * (2006) §4.3.3 and §4.5.1. Deterministic. Immutable.
 *
 * @param coefficients one for each feature; a constant feature of 1 makes the intercept
 * @param covariance of the coefficients, row by row
 */
public record Logistic(List<Double> coefficients, List<List<Double>> covariance) {

    /** On the scale of logarithmic odds; more than this is no finding but an accident. */
    private static final double MOST = 20;

    private static final int STEPS = 50;
    private static final double ENOUGH = 1e-8;

    /**
     * Checks what may come from a file.
     *
     * @throws IllegalArgumentException when these are no coefficients anybody could rely on
     */
    public Logistic {
        coefficients = List.copyOf(coefficients);
        covariance = covariance.stream().map(List::copyOf).toList();
        var size = coefficients.size();
        var sound = size > 0
                && coefficients.stream().allMatch(each -> Double.isFinite(each) && Math.abs(each) <= MOST)
                && covariance.size() == size
                && covariance.stream()
                        .allMatch(row -> row.size() == size && row.stream().allMatch(Double::isFinite));
        for (var i = 0; sound && i < size; i++) {
            sound = covariance.get(i).get(i) >= 0;
        }
        if (!sound) {
            throw new IllegalArgumentException("No such coefficients");
        }
    }

    /** What is believed without data: means and standard deviations of the coefficients. */
    public static Logistic believed(List<Double> means, List<Double> deviations) {
        var covariance = new ArrayList<List<Double>>();
        for (var i = 0; i < means.size(); i++) {
            var row = new ArrayList<>(Collections.nCopies(means.size(), 0.0));
            row.set(i, deviations.get(i) * deviations.get(i));
            covariance.add(row);
        }
        return new Logistic(means, covariance);
    }

    /** How likely something with these features is to happen. */
    public double probability(List<Double> features) {
        return Odds.probability(score(features));
    }

    /** Standard deviation of the logarithmic odds of such a thing. */
    public double deviation(List<Double> features) {
        var variance = 0.0;
        for (var i = 0; i < features.size(); i++) {
            for (var j = 0; j < features.size(); j++) {
                variance += features.get(i) * covariance.get(i).get(j) * features.get(j);
            }
        }
        return Math.sqrt(Math.max(0, variance));
    }

    private double score(List<Double> features) {
        if (features.size() != coefficients.size()) {
            throw new IllegalArgumentException("Features of another model");
        }
        var score = 0.0;
        for (var i = 0; i < features.size(); i++) {
            score += coefficients.get(i) * features.get(i);
        }
        return score;
    }

    /** What is believed after these examples; only the variances of what was believed before count, as is usual. */
    public Logistic after(List<Example> examples) {
        return new Fit(this, examples).run();
    }

    /** Newton's method with halved steps where a whole one leads uphill. Not thread-safe. */
    private static final class Fit {

        private final int size;
        private final double[] prior;
        private final double[] precision;
        private final double[][] features;
        private final List<Example> examples;
        private double[] weights;

        Fit(Logistic before, List<Example> examples) {
            size = before.coefficients.size();
            prior = before.coefficients.stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            precision = new double[size];
            for (var i = 0; i < size; i++) {
                precision[i] = 1 / Math.max(1e-12, before.covariance.get(i).get(i));
            }
            this.examples = examples;
            features = examples.stream()
                    .map(each -> each.features().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray())
                    .toArray(double[][]::new);
            weights = prior.clone();
        }

        Logistic run() {
            var loss = loss(weights);
            for (var step = 0; step < STEPS; step++) {
                var direction = Cholesky.of(curvature()).solve(slope());
                var length = 1.0;
                var next = moved(direction, length);
                while (loss(next) > loss && length > ENOUGH) {
                    length /= 2;
                    next = moved(direction, length);
                }
                var improved = loss - loss(next);
                weights = next;
                loss = loss(next);
                if (improved < ENOUGH) {
                    break;
                }
            }
            return new Logistic(boxed(weights), Cholesky.of(curvature()).inverse());
        }

        private double[] moved(double[] direction, double length) {
            var moved = weights.clone();
            for (var i = 0; i < size; i++) {
                moved[i] = Math.clamp(moved[i] - length * direction[i], -MOST, MOST);
            }
            return moved;
        }

        private double loss(double[] at) {
            var loss = 0.0;
            for (var i = 0; i < size; i++) {
                loss += precision[i] * (at[i] - prior[i]) * (at[i] - prior[i]) / 2;
            }
            for (var n = 0; n < features.length; n++) {
                var example = examples.get(n);
                var probability = Odds.probability(dot(at, features[n]));
                loss -= example.weight() * Math.log(example.happened() ? probability : 1 - probability);
            }
            return loss;
        }

        private double[] slope() {
            var slope = new double[size];
            for (var i = 0; i < size; i++) {
                slope[i] = precision[i] * (weights[i] - prior[i]);
            }
            for (var n = 0; n < features.length; n++) {
                var example = examples.get(n);
                var miss =
                        example.weight() * (Odds.probability(dot(weights, features[n])) - (example.happened() ? 1 : 0));
                for (var i = 0; i < size; i++) {
                    slope[i] += miss * features[n][i];
                }
            }
            return slope;
        }

        private double[][] curvature() {
            var curvature = new double[size][size];
            for (var i = 0; i < size; i++) {
                curvature[i][i] = precision[i];
            }
            for (var n = 0; n < features.length; n++) {
                var probability = Odds.probability(dot(weights, features[n]));
                var spread = examples.get(n).weight() * probability * (1 - probability);
                for (var i = 0; i < size; i++) {
                    for (var j = 0; j < size; j++) {
                        curvature[i][j] += spread * features[n][i] * features[n][j];
                    }
                }
            }
            return curvature;
        }

        private static double dot(double[] left, double[] right) {
            var sum = 0.0;
            for (var i = 0; i < left.length; i++) {
                sum += left[i] * right[i];
            }
            return sum;
        }
    }

    private static List<Double> boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
