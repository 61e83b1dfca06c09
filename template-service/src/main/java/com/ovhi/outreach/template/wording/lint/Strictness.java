package com.ovhi.outreach.template.wording.lint;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Which rules hold in a part of a message. */
public enum Strictness {
    /** The body of health education, which may name vaccines and screenings. */
    EDUCATION(EnumSet.complementOf(EnumSet.of(LintRule.VISIT_TIME, LintRule.PREVENTION))),
    /** The body of any other message. */
    BODY(EnumSet.complementOf(EnumSet.of(LintRule.VISIT_TIME))),
    /** What shows on a locked screen or to whoever passes the message on: subjects, preheaders, hidden texts. */
    STRICTEST(EnumSet.allOf(LintRule.class)),
    /** Technical attributes, whose numbers mean nothing. */
    WORDS(EnumSet.range(LintRule.DRUG, LintRule.ACCOUNT));

    private final Set<LintRule> rules;

    Strictness(Set<LintRule> rules) {
        this.rules = Collections.unmodifiableSet(rules);
    }

    /** The rules that hold, but for the excepted ones. */
    Set<LintRule> without(Set<LintRule> excepted) {
        if (excepted.isEmpty()) {
            return rules;
        }
        var left = EnumSet.copyOf(rules);
        left.removeAll(excepted);
        return left;
    }
}
