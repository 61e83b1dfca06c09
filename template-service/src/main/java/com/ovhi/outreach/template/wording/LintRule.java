package com.ovhi.outreach.template.wording;

import java.util.Locale;
import java.util.regex.Pattern;

/** A form of text that gives a patient away and has no business outside the portal. */
enum LintRule {
    /** ICD-10-CM, such as E11.9. */
    DIAGNOSIS_CODE("\\b[A-TV-Z]\\d[0-9A-Z](?:\\.[0-9A-Z]{1,4})?\\b"),
    SOCIAL_SECURITY_NUMBER("\\b\\d{3}-\\d{2}-\\d{4}\\b"),
    /** A day with its year, as dates of birth are written. */
    FULL_DATE("\\b\\d{1,2}[/.-]\\d{1,2}[/.-](?:19|20)?\\d{2}\\b|\\b(?:19|20)\\d{2}-\\d{2}-\\d{2}\\b"),
    RECORD_NUMBER("(?i)\\b(?:MRN|acct|account|member id|medical record)\\W{0,3}(?:no|number|nr|#)?\\W{0,3}\\d+"),
    DOSE("(?i)\\b\\d+(?:[.,]\\d+)?\\s?(?:mg|mcg|µg|ml|units)\\b"),
    EMAIL_ADDRESS("[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}"),
    TELEPHONE("(?<![\\w/])(?:\\+?1[ .-]?)?(?:\\(\\d{3}\\) ?|\\d{3}[ .-]?)\\d{3}[ .-]?\\d{4}\\b|\\+\\d{8,15}\\b");

    private final Pattern pattern;

    LintRule(String regex) {
        pattern = Pattern.compile(regex);
    }

    boolean finds(String text) {
        return pattern.matcher(text).find();
    }

    /** Its name in problems and metrics. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
