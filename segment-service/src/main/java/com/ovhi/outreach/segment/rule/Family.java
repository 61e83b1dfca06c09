package com.ovhi.outreach.segment.rule;

import java.util.Locale;

/** Variables that become known together: an event touches whole families, and rules are judged anew by family. */
public enum Family {
    TIME,
    PERSON,
    VISITS,
    CARE,
    CONSENT,
    ENGAGEMENT,
    TAGS,
    SEGMENTS,
    CHANCE,
    /** What a user of the language added to the vocabulary; no projection knows it. */
    OWN;

    /** The name in the published vocabulary. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
