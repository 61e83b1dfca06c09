package com.ovhi.outreach.optimizer.learning;

/**
 * What happened to the messages sent to a patient in one hour of the day.
 *
 * @param hour 0 to 23, where the patient is
 * @param sent jobs sent in that hour
 * @param responded how many of those the patient answered or followed the link of, whenever that was
 */
public record HourCount(int hour, int sent, int responded) {

    /** Checks. */
    public HourCount {
        if (hour < 0 || hour > 23 || responded < 0 || responded > sent) {
            throw new IllegalArgumentException("No such count");
        }
    }
}
