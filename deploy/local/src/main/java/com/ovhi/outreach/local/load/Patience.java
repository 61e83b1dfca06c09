package com.ovhi.outreach.local.load;

import java.time.Duration;

/**
 * How long a tool waits for something, in real time.
 *
 * @param longest after which it gives up
 * @param pause between two looks
 */
record Patience(Duration longest, Duration pause) {

    /** Waits until the condition holds, looking at least once; false when it does not in time. */
    <E extends Exception> boolean until(Condition<E> condition) throws E, InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(pause);
        }
        return true;
    }

    /** Something that may hold later. */
    @FunctionalInterface
    interface Condition<E extends Exception> {

        boolean holds() throws E, InterruptedException;
    }
}
