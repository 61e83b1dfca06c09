package com.ovhi.outreach.channel.rate;

/**
 * The arithmetic of a token bucket, kept as one number: the moment at which it will be full again. Microseconds.
 *
 * @param key where the number is kept
 * @param interval in which one token comes
 * @param tolerance how far ahead that moment may lie, which is the size of the bucket
 */
record Bucket(String key, long interval, long tolerance) {

    private static final double SECOND = 1_000_000;

    static Bucket of(String key, double perSecond, long burstMicros) {
        var interval = Math.max(1, Math.round(SECOND / perSecond));
        return new Bucket(key, interval, Math.max(burstMicros, interval));
    }

    /** How many tokens there are. */
    long room(long full, long now) {
        return Math.max(0, (now + tolerance - Math.max(full, now)) / interval);
    }

    /** How long to wait for a token; zero when there is one. */
    long wait(long full, long now) {
        return Math.max(0, Math.max(full, now) + interval - now - tolerance);
    }

    /** The number after tokens were taken. */
    long taken(long full, long now, long tokens) {
        return Math.max(full, now) + tokens * interval;
    }
}
