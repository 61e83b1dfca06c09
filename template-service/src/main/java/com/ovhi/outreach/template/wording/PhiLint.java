package com.ovhi.outreach.template.wording;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for patient data in a text that is about to leave by SMS, WhatsApp or e-mail. */
final class PhiLint {

    private static final Pattern MARKUP = Pattern.compile("<[^>]*>");

    private PhiLint() {}

    /** The first rule that a text breaks. */
    static Optional<LintRule> judge(String text) {
        return judge(text, Set.of());
    }

    /** The first rule but the excepted ones that a text breaks. */
    static Optional<LintRule> judge(String text, Set<LintRule> excepted) {
        return Arrays.stream(LintRule.values())
                .filter(rule -> !excepted.contains(rule))
                .filter(rule -> rule.finds(text))
                .findFirst();
    }

    /** What a reader sees of an HTML text. */
    static String withoutMarkup(String html) {
        return MARKUP.matcher(html).replaceAll(" ");
    }
}
