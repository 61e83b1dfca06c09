package com.ovhi.outreach.preference.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What consent is about. */
public enum ConsentClass {
    /** About the patient's own care: visits, refills, results. */
    TRANSACTIONAL,
    /** Everything else. */
    MARKETING,
    /**
     * Not a kind of message: that e-mail may say in clear what it otherwise leaves to the portal. The patient wants it at
     * one address after a warning, whose wording is kept.
     */
    UNENCRYPTED;

    /** The kinds of messages: what STOP refuses. */
    public static final Set<ConsentClass> OF_MESSAGES =
            Collections.unmodifiableSet(EnumSet.of(TRANSACTIONAL, MARKETING));

    /** The name in the database and in answers. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
