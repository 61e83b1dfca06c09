package com.ovhi.outreach.optimizer.hour;

/**
 * What happened to the messages sent to a patient in one hour of the day, on working days or at weekends.
 *
 * @param hour 0 to 23, where the patient is
 * @param sent how many; old ones count less, so that it may be a fraction
 * @param responded how many of those the patient answered or followed the link of, likewise
 */
public record HourCount(boolean weekend, int hour, double sent, double responded) {

    /** Rounding of fading weights. */
    private static final double TINY = 1e-6;

    /** Checks. */
    public HourCount {
        if (hour < 0
                || hour > 23
                || !(responded >= 0)
                || !(sent >= 0)
                || !Double.isFinite(sent)
                || responded > sent + TINY) {
            throw new IllegalArgumentException("No such count");
        }
        responded = Math.min(responded, sent);
    }
}
