package com.ovhi.outreach.template.wording;

import com.ovhi.outreach.template.wording.variables.Capability;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a wording is filled.
 *
 * @param capabilities of the organisation and the patient
 * @param language the patient's BCP 47 tag, whose region decides how dates are written; null for the wording's own
 * @param zone the patient's; null when it is not known
 * @param portal the links that a caller's values may be
 */
public record Terms(
        Set<Capability> capabilities,
        @Nullable String language,
        @Nullable ZoneId zone,
        PortalAddresses portal) {

    /** What holds when a caller says nothing. */
    public static final Terms USUAL = new Terms(Capability.USUAL, null, null);

    /** Copies. */
    public Terms {
        capabilities = Set.copyOf(capabilities);
    }

    /** For texts of made-up values, which take no link from outside. */
    public Terms(Set<Capability> capabilities, @Nullable String language, @Nullable ZoneId zone) {
        this(capabilities, language, zone, PortalAddresses.NONE);
    }

    /** The same for a text with a link that has just been made for it. */
    public Terms withLinkOfItsOwn() {
        return new Terms(capabilities, language, zone, portal.with(_ -> true));
    }

    /** The patient's tag if it is of the same language as the wording, for its region; else the wording's. */
    String languageFor(Wording wording) {
        return language != null && spoken(language).equals(spoken(wording.language())) ? language : wording.language();
    }

    private static String spoken(String language) {
        return Locale.forLanguageTag(language.replace('_', '-')).getLanguage();
    }
}
