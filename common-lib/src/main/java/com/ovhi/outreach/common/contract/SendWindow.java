package com.ovhi.outreach.common.contract;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a patient may be contacted, in terms that can be judged again at any later instant. {@code zones} are all IANA zones the patient may be in (an instant is allowed only if it is allowed in each); {@code quietStart} and {@code quietEnd} are local times that may wrap midnight, both null when the patient has none; {@code urgent} passes quiet hours and legal hours, never an opt-out; {@code preferenceVersion} is the version of the preferences that zones and quiet hours come from, null in older records; {@code states} are the US states and territories (two letters) whose law may bind, null when unknown, which means the strictest of all; {@code workStart} and {@code workEnd} are the local hours in which the patient said to be at work, avoided on weekdays while there is other time, both null when not said; {@code notBefore} is when the message was promised to leave at the earliest, urgent or not, null when nothing was.
 */
public record SendWindow(
        List<String> zones,
        @Nullable LocalTime quietStart,
        @Nullable LocalTime quietEnd,
        boolean marketing,
        boolean urgent,
        @Nullable Long preferenceVersion,
        @Nullable List<String> states,
        @Nullable LocalTime workStart,
        @Nullable LocalTime workEnd,
        @Nullable Instant notBefore) {

    /** A window in which a message may leave at once. */
    public SendWindow(
            List<String> zones,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            boolean marketing,
            boolean urgent,
            @Nullable Long preferenceVersion,
            @Nullable List<String> states,
            @Nullable LocalTime workStart,
            @Nullable LocalTime workEnd) {
        this(zones, quietStart, quietEnd, marketing, urgent, preferenceVersion, states, workStart, workEnd, null);
    }

    /** A window of unknown states, without working hours. */
    public SendWindow(
            List<String> zones,
            @Nullable LocalTime quietStart,
            @Nullable LocalTime quietEnd,
            boolean marketing,
            boolean urgent,
            @Nullable Long preferenceVersion) {
        this(zones, quietStart, quietEnd, marketing, urgent, preferenceVersion, null, null, null);
    }
}
