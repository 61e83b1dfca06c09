package com.ovhi.outreach.optimizer.simulation;

import com.ovhi.outreach.optimizer.response.VariantBandit;
import com.ovhi.outreach.optimizer.response.VariantBandit.Arm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A campaign in two languages with four wordings, of which another one is best in each; the fourth is answered most of all
 * and drives patients away. Sent in twelve portions before what each way of sharing earns is looked at.
 *
 * <p>Campaigns ask for shares without a language (ADR 88): that is the way called learned. By language those share who ask the
 * optimiser themselves.
 */
final class ContentSimulation {

    private static final List<String> WORDINGS = List.of("a", "b", "c", "d");
    private static final Map<String, List<Double>> ANSWERS =
            Map.of("en", List.of(0.18, 0.30, 0.22, 0.32), "es", List.of(0.30, 0.18, 0.22, 0.32));
    private static final List<Double> OPT_OUTS = List.of(0.006, 0.006, 0.006, 0.06);
    private static final Map<String, Double> SIZES = Map.of("en", 0.8, "es", 0.2);
    private static final int PORTIONS = 12;

    /** How campaigns share. */
    static final String LEARNED = "learned";

    /** What the optimiser answers to who names a language. */
    static final String BY_LANGUAGE = "by language";

    private ContentSimulation() {}

    /** Answers as a share of those to the best harmless wording of each language, and the opt-outs of all portions. */
    static Result run(int portion, long seed) {
        var shares = new TreeMap<String, Double>();
        var optOuts = new TreeMap<String, Integer>();
        for (var policy : List.of(LEARNED, BY_LANGUAGE, "global best", "even")) {
            var random = new SplittableRandom(seed);
            var counts = new HashMap<String, int[][]>();
            SIZES.keySet().forEach(language -> counts.put(language, new int[WORDINGS.size()][3]));
            var last = 0.0;
            for (var i = 0; i <= PORTIONS; i++) {
                last = portion(policy, portion, seed + i, counts, random);
            }
            shares.put(policy, last);
            optOuts.put(
                    policy,
                    counts.values().stream()
                            .flatMap(Arrays::stream)
                            .mapToInt(each -> each[2])
                            .sum());
        }
        return new Result(shares, optOuts);
    }

    /** Sends a portion; what its shares are expected to earn. */
    private static double portion(
            String policy, int size, long seed, Map<String, int[][]> counts, SplittableRandom random) {
        var earned = 0.0;
        var best = 0.0;
        var chosen = new HashMap<String, List<Double>>();
        for (var language : List.of("en", "es")) {
            chosen.put(language, shares(policy, language, seed, counts));
        }
        for (var language : List.of("en", "es")) {
            var weight = SIZES.getOrDefault(language, 0.0);
            var answers = ANSWERS.getOrDefault(language, List.of());
            var shares = chosen.getOrDefault(language, List.of());
            best += weight * Math.max(answers.get(0), Math.max(answers.get(1), answers.get(2)));
            for (var arm = 0; arm < WORDINGS.size(); arm++) {
                // What drives patients away earns nothing, however many answer.
                earned += arm == 3 ? 0 : weight * shares.get(arm) * answers.get(arm);
                var cells = counts.getOrDefault(language, new int[0][0])[arm];
                for (var i = 0; i < Math.round(size * weight * shares.get(arm)); i++) {
                    cells[0]++;
                    cells[1] += random.nextDouble() < answers.get(arm) ? 1 : 0;
                    cells[2] += random.nextDouble() < OPT_OUTS.get(arm) ? 1 : 0;
                }
            }
        }
        return earned / best;
    }

    private static List<Double> shares(String policy, String language, long seed, Map<String, int[][]> counts) {
        var cohort = arms(Collections.singletonList(counts.getOrDefault(language, new int[0][0])));
        var everybody = arms(new ArrayList<>(counts.values()));
        return switch (policy) {
            case LEARNED -> learned(everybody, everybody, seed);
            case BY_LANGUAGE -> learned(cohort, everybody, seed);
            case "global best" -> {
                var best = 0;
                for (var i = 1; i < everybody.size(); i++) {
                    best = mean(everybody.get(i)) > mean(everybody.get(best)) ? i : best;
                }
                var shares = new ArrayList<Double>();
                for (var i = 0; i < everybody.size(); i++) {
                    shares.add(i == best ? 0.925 : 0.025);
                }
                yield shares;
            }
            default -> WORDINGS.stream().map(_ -> 1.0 / WORDINGS.size()).toList();
        };
    }

    private static List<Double> learned(List<Arm> cohort, List<Arm> everybody, long seed) {
        return VariantBandit.shares(cohort, everybody, seed).stream()
                .map(VariantBandit.Share::share)
                .toList();
    }

    private static double mean(Arm arm) {
        return (arm.responded() + 1) / (arm.sent() + 2);
    }

    private static List<Arm> arms(List<int[][]> counts) {
        var arms = new ArrayList<Arm>();
        for (var i = 0; i < WORDINGS.size(); i++) {
            var sum = new int[3];
            for (var each : counts) {
                for (var k = 0; k < 3; k++) {
                    sum[k] += each[i][k];
                }
            }
            arms.add(new Arm(WORDINGS.get(i), sum[0], sum[1], sum[2]));
        }
        return arms;
    }

    /** By way of sharing. */
    record Result(Map<String, Double> shares, Map<String, Integer> optOuts) {}
}
