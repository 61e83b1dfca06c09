package com.ovhi.outreach.common.messaging;

/** What the event needs is not there yet but will be; it is tried again until it is, and never becomes a dead letter. */
public final class RetryLater extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param code what is awaited, from a closed vocabulary: lower case with dashes */
    public RetryLater(String code) {
        super(code);
    }
}
