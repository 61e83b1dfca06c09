package com.ovhi.outreach.template.wording.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Words by their letters; built once, then only read. */
final class Trie {

    static final int NOWHERE = -1;
    static final int ROOT = 0;

    private final List<Map<Character, Integer>> growing = new ArrayList<>(List.of(new TreeMap<>()));
    private final List<@Nullable Entry> entries = new ArrayList<>();
    private long[] keys = new long[0];
    private int[] targets = new int[0];
    private int mask;

    Trie() {
        entries.add(null);
    }

    void put(String letters, Entry entry) {
        var node = ROOT;
        for (var i = 0; i < letters.length(); i++) {
            node = growing.get(node).computeIfAbsent(letters.charAt(i), letter -> grown());
        }
        var old = entries.get(node);
        entries.set(node, old == null ? entry : old.with(entry));
    }

    private int grown() {
        growing.add(new TreeMap<>());
        entries.add(null);
        return growing.size() - 1;
    }

    /** Packs the steps into one table of open addresses. */
    Trie packed() {
        var steps = growing.stream().mapToInt(Map::size).sum();
        var size = Integer.highestOneBit(Math.max(2, steps * 2)) * 2;
        keys = new long[size];
        targets = new int[size];
        mask = size - 1;
        for (var node = 0; node < growing.size(); node++) {
            var from = node;
            growing.get(node).forEach((letter, to) -> place(key(from, letter), to));
        }
        growing.clear();
        return this;
    }

    private void place(long key, int target) {
        var slot = slot(key);
        while (keys[slot] != 0) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        targets[slot] = target;
    }

    /** The node a letter leads to. */
    int step(int node, char letter) {
        var key = key(node, letter);
        for (var slot = slot(key); keys[slot] != 0; slot = slot + 1 & mask) {
            if (keys[slot] == key) {
                return targets[slot];
            }
        }
        return NOWHERE;
    }

    /** What ends at a node. */
    @Nullable
    Entry at(int node) {
        return entries.get(node);
    }

    private static long key(int node, char letter) {
        return (node + 1L) << 16 | letter;
    }

    private int slot(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> 40) & mask;
    }

    /**
     * A word or the beginning of one.
     *
     * @param whole whether it counts when the word ends here
     * @param beginning whether it counts when the word goes on
     * @param phrase whether it is written in several words
     */
    record Entry(LintRule rule, boolean whole, boolean beginning, boolean phrase) {

        private Entry with(Entry other) {
            return new Entry(rule, whole || other.whole, beginning || other.beginning, phrase || other.phrase);
        }
    }
}
