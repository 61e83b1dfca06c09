package com.ovhi.outreach.simulators.patients;

import java.time.Instant;

/** Something a patient, or a patient's machine, does with a message. */
public sealed interface Act {

    /** The domain instant at which it is done. */
    Instant at();

    /** The message is on a screen in front of a person. */
    record Reads(Instant at) implements Act {}

    /** A mail program fetched the images without anybody reading. */
    record MachineOpens(Instant at) implements Act {}

    /** A person follows the link. */
    record Clicks(Instant at) implements Act {}

    /** A person writes back. */
    record Writes(Instant at, String text) implements Act {}

    /** A person presses one of the answers, counted from 0. */
    record Presses(Instant at, int button, String label) implements Act {}

    /** A person uses the mail program's unsubscribe button. */
    record Unsubscribes(Instant at) implements Act {}

    /** A person reports the message as spam. */
    record Complains(Instant at) implements Act {}
}
