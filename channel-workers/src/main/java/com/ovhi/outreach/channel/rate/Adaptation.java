package com.ovhi.outreach.channel.rate;

/**
 * Which share of its configured rate a sender uses: half as much after each time it was too fast, and then a little more
 * every second.
 *
 * @param share what it was left with
 * @param since from when on it grows, nanoseconds
 */
record Adaptation(double share, long since) {

    static final double LEAST = 1.0 / 64;
    private static final double PER_NANO = 0.02 / 1e9;

    /** It was too fast for the first time and pauses until then. */
    static Adaptation first(long until) {
        return new Adaptation(0.5, until);
    }

    /** It was too fast. What was on its way when it began to pause teaches nothing new. */
    Adaptation slower(long now, long until) {
        return now - since < 0 ? this : new Adaptation(Math.max(LEAST, share(now) / 2), until);
    }

    /** The share it may use now. */
    double share(long now) {
        return Math.min(1, share + Math.max(0, now - since) * PER_NANO);
    }
}
