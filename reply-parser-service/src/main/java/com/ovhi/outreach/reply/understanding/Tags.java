package com.ovhi.outreach.reply.understanding;

import java.util.Locale;
import java.util.Set;

/** Language tags and the word lists that belong to them. */
final class Tags {

    private Tags() {}

    /** The lists for a tag such as {@code es-MX}, {@code zh-TW} or {@code fil}. */
    static Set<String> lists(String tag) {
        return switch (tag.strip().toLowerCase(Locale.ROOT).split("[-_]", 2)[0]) {
            // Whoever reads one script usually reads the other.
            case "zh", "yue", "cmn" -> Set.of("zh-Hans", "zh-Hant");
            case "fil", "tl" -> Set.of("tl");
            case String base -> Set.of(base);
        };
    }
}
