package com.ovhi.outreach.reply.suggestion;

import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.understanding.ListedPhrases.Phrase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Trains the models of suggestions: stochastic gradient descent, the same bytes from the same phrases on every machine. */
final class Training {

    private static final long SEED = 20_261_126;
    private static final int EPOCHS = 8;
    private static final double FIRST_STEP = 4;
    private static final double SHRINK = 2e-6;
    private static final String METHOD = "logistic regression 1";

    private final List<Phrase> phrases;
    private final List<int[]> features;

    private Training(List<Phrase> phrases) {
        this.phrases = phrases;
        features = phrases.stream().map(each -> Features.of(each.words())).toList();
    }

    /** {@code Training FILE}: writes the models there. */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        Files.createDirectories(file.getParent());
        try (var out = Files.newOutputStream(file)) {
            suggester().write(out);
        }
    }

    static Suggester suggester() {
        var training = new Training(TrainingPhrases.all());
        return new Suggester(
                training.version(),
                training.classifier(
                        Arrays.stream(Intent.values()).map(Intent::code).toList(),
                        phrase -> phrase.intent().code()),
                training.classifier(TrainingPhrases.LANGUAGES, Phrase::language));
    }

    /** From what it learns, and how. */
    private String version() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("%s %d %d %s %s"
                    .formatted(METHOD, SEED, EPOCHS, FIRST_STEP, SHRINK)
                    .getBytes(StandardCharsets.UTF_8));
            phrases.forEach(each -> digest.update(each.toString().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Classifier classifier(List<String> labels, Function<Phrase, String> label) {
        var truths = phrases.stream().map(label).mapToInt(labels::indexOf).toArray();
        var importance = importance(truths, labels.size());
        var weights = new double[labels.size() * Features.BUCKETS];
        var order = new ArrayList<Integer>();
        for (var i = 0; i < truths.length; i++) {
            order.add(i);
        }
        var random = new Random(SEED);
        for (var epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(order, random);
            var step = FIRST_STEP / (1 + epoch);
            for (var example : order) {
                learn(
                        weights,
                        features.get(example),
                        truths[example],
                        step * importance[truths[example]],
                        labels.size());
            }
        }
        return Classifier.of(labels, weights);
    }

    /** What is rare counts more, but not as much as it is rarer. */
    private static double[] importance(int[] truths, int labels) {
        var number = new double[labels];
        for (var truth : truths) {
            number[truth]++;
        }
        var mean = (double) truths.length / labels;
        return Arrays.stream(number)
                .map(each -> each == 0 ? 0 : StrictMath.min(3, StrictMath.sqrt(mean / each)))
                .toArray();
    }

    private static void learn(double[] weights, int[] features, int truth, double step, int labels) {
        var worth = 1 / StrictMath.sqrt(features.length);
        var likelihood = new double[labels];
        for (var feature : features) {
            for (var label = 0; label < labels; label++) {
                likelihood[label] += worth * weights[feature * labels + label];
            }
        }
        var most = Arrays.stream(likelihood).max().orElse(0);
        var all = 0.0;
        for (var label = 0; label < labels; label++) {
            likelihood[label] = StrictMath.exp(likelihood[label] - most);
            all += likelihood[label];
        }
        for (var label = 0; label < labels; label++) {
            var error = (label == truth ? 1 : 0) - likelihood[label] / all;
            for (var feature : features) {
                var at = feature * labels + label;
                weights[at] += step * (worth * error - SHRINK * weights[at]);
            }
        }
    }
}
