package com.ovhi.outreach.reply.suggestion;

import java.util.List;
import java.util.TreeSet;

/**
 * What a text is made of, as numbers: its words, pairs of words and runs of two to four letters, each hashed into one of
 * so many buckets. Of a script that writes no blanks, single characters too.
 */
final class Features {

    static final int BUCKETS = 1 << 15;

    private static final int LONGEST_RUN = 4;

    /** Further on nobody says what a message is about; also bounds the time. */
    private static final int MOST_WORDS = 80;

    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private final TreeSet<Integer> buckets = new TreeSet<>();

    private Features() {}

    /** @param words of a text, folded; the buckets in ascending order, each once */
    static int[] of(List<String> words) {
        var features = new Features();
        features.add('0', "");
        var first = words.subList(0, Math.min(words.size(), MOST_WORDS));
        var before = "";
        var text = new StringBuilder(" ");
        for (var word : first) {
            features.add('w', word);
            features.add('b', before + " " + word);
            if (ideographic(before) && ideographic(word)) {
                text.setLength(text.length() - 1);
            }
            text.append(word).append(' ');
            before = word;
        }
        features.add('b', before + " ");
        features.runs(text.toString());
        return features.buckets.stream().mapToInt(Integer::intValue).toArray();
    }

    private void runs(String text) {
        for (var length = 2; length <= LONGEST_RUN; length++) {
            for (var start = 0; start + length <= text.length(); start++) {
                add('r', text.substring(start, start + length));
            }
        }
    }

    private static boolean ideographic(String word) {
        return !word.isEmpty() && Character.isIdeographic(word.codePointAt(0));
    }

    private void add(char kind, String text) {
        var hash = (FNV_OFFSET ^ kind) * FNV_PRIME;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        buckets.add((hash ^ (hash >>> 15)) & (BUCKETS - 1));
    }
}
