package com.ovhi.outreach.common.messaging;

/** A record that can never be handled; it goes to the dead letters at once and stops nobody. */
public final class PoisonRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code why, from a closed vocabulary: lower case with dashes, never text from the record */
    public PoisonRecord(String code) {
        super(code);
        this.code = code;
    }

    /** Why it can never be handled. */
    public String code() {
        return code;
    }
}
