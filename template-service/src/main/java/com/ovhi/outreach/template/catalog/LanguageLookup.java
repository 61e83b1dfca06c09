package com.ovhi.outreach.template.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the template a patient understands best (RFC 4647 §3.4, lookup): the exact language tag, then the tag with its
 * last parts cut off one by one (es-MX, es), then English. Within a language the organisation's own template goes before
 * the shared one, and the newest before older ones.
 */
final class LanguageLookup {

    private static final String LAST_RESORT = "en";
    private static final Comparator<Template> PREFERENCE = Comparator.comparing(Template::shared)
            .thenComparing(Comparator.comparing(Template::id).reversed());

    private LanguageLookup() {}

    static Optional<Template> best(List<Template> candidates, String language) {
        return chain(language).stream()
                .flatMap(tag -> candidates.stream()
                        .filter(each -> each.wording().language().equalsIgnoreCase(tag))
                        .sorted(PREFERENCE))
                .findFirst();
    }

    /** The tags to try, best first. */
    static List<String> chain(String language) {
        var chain = new ArrayList<String>();
        var tag = Locale.forLanguageTag(language.replace('_', '-')).toLanguageTag();
        while (!tag.isEmpty() && !tag.equals("und")) {
            chain.add(tag);
            tag = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
        }
        if (!chain.contains(LAST_RESORT)) {
            chain.add(LAST_RESORT);
        }
        return chain;
    }
}
