package com.ovhi.outreach.preference.consent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How we know. Decides which revocations a grant can lift. */
public enum ConsentSource {
    /** Marketing consent in a profile of OVHI core. */
    PROFILE,
    /** An opt-out in a profile of OVHI core; no later profile undoes it. */
    PROFILE_OPT_OUT,
    /** The patient wrote STOP or START. */
    REPLY,
    /** The provider says that the recipient opted out or complained. */
    PROVIDER,
    /** The unsubscribe link of an e-mail. */
    UNSUBSCRIBE,
    /** A file of consents; no file undoes what a patient said in person. */
    IMPORT,
    /** Staff or OVHI core recorded the patient's wish. */
    REQUEST;

    /** The name in the database and in answers. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether a grant from here can end a revocation from there. A profile ends only what a profile began, a file only
     * what a file or a profile began; START, which whoever holds a shared telephone can send, ends only what STOP began,
     * and only {@linkplain #answersFromTheSameAddress where it began}.
     */
    boolean lifts(ConsentSource revocation) {
        return switch (this) {
            case PROFILE -> revocation == PROFILE;
            case IMPORT -> revocation == IMPORT || revocation == PROFILE;
            case REPLY -> revocation == REPLY || revocation == PROVIDER || revocation == PROFILE;
            case REQUEST -> true;
            case PROFILE_OPT_OUT, PROVIDER, UNSUBSCRIBE -> false;
        };
    }

    /**
     * Whether a grant from here can end a revocation from there only if both were said from the same address: the
     * patient's next telephone may be somebody else's, too. An address that is not known is not the same.
     */
    boolean answersFromTheSameAddress(ConsentSource revocation) {
        return this == REPLY && (revocation == REPLY || revocation == PROVIDER);
    }
}
