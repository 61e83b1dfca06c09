package com.ovhi.outreach.local.suite;

/** The suite cannot start; the message tells a person what to do. */
final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartFailure(String message) {
        super(message);
    }
}
