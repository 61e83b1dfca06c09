package com.ovhi.outreach.preference.audit.chain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What was done to a chain. */
public enum Tampering {
    /** An entry no longer says what was written. */
    EDITED,
    /** An entry is gone from the middle or the beginning. */
    DELETED,
    /** An entry stands where another was written. */
    REORDERED,
    /** An entry was never written by us, or stands there a second time. */
    INSERTED,
    /** Entries are gone from the end. */
    TRUNCATED,
    /** The chain holds, but is not the one that was signed: whoever did it has the key of the entries. */
    REWRITTEN,
    /** The row to append to names another entry than the last. */
    HEAD_FORGED,
    /** A checkpoint carries a signature that is not ours. */
    CHECKPOINT_FORGED;

    /** The name in answers. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
