package com.ovhi.outreach.reply.understanding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Phrases that begin alike, a branch for each next word, so that finding them costs no more the more of them there are. */
final class PhraseTree {

    private final Map<String, PhraseTree> branches = new HashMap<>();
    private final List<Lexicon.Indexed> endings = new ArrayList<>();

    /** What goes on with a word; null when nothing does. */
    @Nullable
    PhraseTree branch(String word) {
        return branches.get(word);
    }

    boolean goesOn() {
        return !branches.isEmpty();
    }

    /** The phrases that end here. */
    List<Lexicon.Indexed> endings() {
        return endings;
    }

    /** Adds a phrase below what it has in common with the others. */
    void add(Lexicon.Indexed phrase, List<String> rest) {
        var tree = this;
        for (var word : rest) {
            tree = tree.branches.computeIfAbsent(word, _ -> new PhraseTree());
        }
        tree.endings.add(phrase);
    }
}
