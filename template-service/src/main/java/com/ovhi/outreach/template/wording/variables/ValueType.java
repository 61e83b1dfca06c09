package com.ovhi.outreach.template.wording.variables;

import com.ovhi.outreach.template.wording.lint.LintRule;
import com.ovhi.outreach.template.wording.locale.Moments;
import com.ovhi.outreach.template.wording.locale.WrittenMoments;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What form the values of a variable have. */
public enum ValueType {
    TEXT(".{1,200}", Set.of()),
    CLINIC_NAME(".{1,200}", Set.of()),
    /** One given name, or two joined; titles, surnames and numbers do not fit. */
    FIRST_NAME("[\\p{L}\\p{M}]{1,30}(?:['’ -][\\p{L}\\p{M}]{1,30})?", Set.of()),
    /** A name with or without title. */
    PERSON_NAME("[\\p{L}\\p{M}'’. -]{2,60}", Set.of()),
    PHONE("[+(\\d][\\d ().-]{2,24}(?: ?(?:x|ext)\\.? ?\\d{1,6})?", Set.of(LintRule.TELEPHONE)),
    /** ISO 8601, or a day without a year as the caller has written it already. */
    DATE(value -> Moments.claimed(value) || WrittenMoments.day(value), Set.of(LintRule.FULL_DATE)),
    /** ISO 8601, or as the caller has written it already. */
    TIME(value -> Moments.claimed(value) || WrittenMoments.time(value), Set.of()),
    /** What an address may look like; which ones may be sent is for the portal to say. */
    URL(
            "(?:https://[A-Za-z0-9.-]{1,120}|http://(?:127\\.0\\.0\\.1|localhost))(?::\\d{1,5})?(?:/[\\w.~%/?=&#-]*)?",
            Set.of());

    private final Predicate<String> form;
    private final Set<LintRule> excepted;

    ValueType(String form, Set<LintRule> excepted) {
        this(Pattern.compile(form).asMatchPredicate(), excepted);
    }

    ValueType(Predicate<String> form, Set<LintRule> excepted) {
        this.form = form;
        this.excepted = excepted;
    }

    /** Whether a value has this form. */
    public boolean accepts(String value) {
        return form.test(value);
    }

    /** Rules that a good value of this type may seem to break. */
    public Set<LintRule> excepted() {
        return excepted;
    }

    /** Whether the direction of a value must be shielded from the text around it; links end where a mark would stand. */
    public boolean needsIsolation() {
        return this != URL;
    }
}
