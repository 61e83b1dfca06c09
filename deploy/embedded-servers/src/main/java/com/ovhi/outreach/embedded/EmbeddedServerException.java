package com.ovhi.outreach.embedded;

import java.io.Serial;

/** A server cannot be started or used; the message says what a person can do about it. */
public final class EmbeddedServerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String message) {
        super(message);
    }

    EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
