package com.ovhi.outreach.reply.evaluation;

import com.ovhi.outreach.common.ids.Intent;
import java.util.EnumMap;
import java.util.Map;

/** As what replies were read, by what they meant. For one thread. */
public final class Confusion {

    private static final int LONGEST_HEADING = 6;

    private final Map<Intent, Map<Intent, Integer>> rows = new EnumMap<>(Intent.class);

    public void add(Intent meant, Intent read) {
        rows.computeIfAbsent(meant, _ -> new EnumMap<>(Intent.class)).merge(read, 1, Integer::sum);
    }

    /** How many meant an intent. */
    public int meant(Intent intent) {
        return rows.getOrDefault(intent, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** How many meant an intent and were taken for it. */
    public int right(Intent intent) {
        return rows.getOrDefault(intent, Map.of()).getOrDefault(intent, 0);
    }

    /** How many were taken for an intent, whatever they meant. */
    public int taken(Intent intent) {
        return rows.values().stream()
                .mapToInt(row -> row.getOrDefault(intent, 0))
                .sum();
    }

    /** Of what was taken for an intent, how much was meant so; 1 when nothing was. */
    public double precision(Intent intent) {
        return share(right(intent), taken(intent));
    }

    /** Of what meant an intent, how much was taken for it; 1 when nothing did. */
    public double recall(Intent intent) {
        return share(right(intent), meant(intent));
    }

    /** A part of a whole; 1 of nothing. */
    public static double share(int part, int whole) {
        return whole == 0 ? 1 : (double) part / whole;
    }

    /** A table: what was meant downwards, as what it was read across. */
    public String text() {
        var text = new StringBuilder("%-14s".formatted("meant \\ read"));
        for (var read : Intent.values()) {
            text.append("%7s".formatted(abbreviated(read)));
        }
        text.append("%7s%7s%n".formatted("prec.", "recall"));
        rows.forEach((meant, row) -> {
            text.append("%-14s".formatted(meant.code()));
            for (var read : Intent.values()) {
                text.append("%7s".formatted(row.containsKey(read) ? row.get(read) : "."));
            }
            text.append("%7.1f%7.1f%n".formatted(100 * precision(meant), 100 * recall(meant)));
        });
        return text.toString();
    }

    private static String abbreviated(Intent intent) {
        var code = intent.code();
        return code.length() <= LONGEST_HEADING ? code : code.substring(0, LONGEST_HEADING);
    }
}
