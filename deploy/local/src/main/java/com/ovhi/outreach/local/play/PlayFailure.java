package com.ovhi.outreach.local.play;

/** The feed cannot be played; the message tells a person what to do. */
final class PlayFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlayFailure(String message) {
        super(message);
    }
}
