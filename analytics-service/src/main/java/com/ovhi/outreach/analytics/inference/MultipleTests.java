package com.ovhi.outreach.analytics.inference;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** P-values of several questions, adjusted so that each may be held against the level of one. */
public final class MultipleTests {

    private MultipleTests() {}

    /**
     * Holm, Scandinavian Journal of Statistics 6 (1979) 65-70: bounds the chance of any false alarm, however the questions
     * depend on each other. Keeps the order.
     */
    public static List<Double> holm(List<Double> pValues) {
        var order = ascending(pValues);
        var adjusted = new Double[pValues.size()];
        var largest = 0.0;
        for (var rank = 0; rank < order.size(); rank++) {
            var index = order.get(rank);
            largest = Math.max(largest, Math.min(1, pValues.get(index) * (order.size() - rank)));
            adjusted[index] = largest;
        }
        return List.of(adjusted);
    }

    /**
     * Benjamini and Hochberg, JRSS B 57 (1995) 289-300: bounds the expected share of false alarms among all. Keeps the
     * order.
     */
    public static List<Double> benjaminiHochberg(List<Double> pValues) {
        var order = ascending(pValues);
        var adjusted = new Double[pValues.size()];
        var smallest = 1.0;
        for (var rank = order.size() - 1; rank >= 0; rank--) {
            var index = order.get(rank);
            smallest = Math.min(smallest, pValues.get(index) * order.size() / (rank + 1));
            adjusted[index] = smallest;
        }
        return List.of(adjusted);
    }

    private static List<Integer> ascending(List<Double> pValues) {
        return IntStream.range(0, pValues.size())
                .boxed()
                .sorted(Comparator.comparing(pValues::get))
                .toList();
    }
}
