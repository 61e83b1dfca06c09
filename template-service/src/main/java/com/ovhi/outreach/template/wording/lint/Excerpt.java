package com.ovhi.outreach.template.wording.lint;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text taken out of a source, with the place of every character in it. */
final class Excerpt {

    private final String text;
    private final int @Nullable [] origins;

    private Excerpt(String text, int @Nullable [] origins) {
        this.text = text;
        this.origins = origins;
    }

    /** A whole plain text. */
    static Excerpt whole(String text) {
        return new Excerpt(text, null);
    }

    String text() {
        return text;
    }

    /** Where a character came from; the index behind the last one is allowed. */
    int origin(int index) {
        return origins == null ? index : origins[index];
    }

    /** Collects characters one by one. */
    static final class Builder {

        private final StringBuilder text = new StringBuilder();
        private int[] origins = new int[64];

        void add(CharSequence characters, int origin) {
            for (var i = 0; i < characters.length(); i++) {
                add(characters.charAt(i), origin);
            }
        }

        void add(char character, int origin) {
            if (text.length() + 1 >= origins.length) {
                origins = Arrays.copyOf(origins, origins.length * 2);
            }
            origins[text.length()] = origin;
            text.append(character);
            origins[text.length()] = origin + 1;
        }

        boolean isEmpty() {
            return text.isEmpty();
        }

        Excerpt build() {
            return new Excerpt(text.toString(), Arrays.copyOf(origins, text.length() + 1));
        }
    }
}
