package com.ovhi.outreach.simulators.behaviour;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a provider behaves. Times are real milliseconds, rates lie between 0 and 1.
 *
 * @param latencyMs how long a call takes
 * @param errors calls that are refused, by HTTP status and the provider's own code
 * @param failures accepted messages that fail later with a provider code
 * @param hang rate of calls that are never answered and come to nothing
 * @param acceptThenTimeout rate of calls that are accepted and never answered
 * @param acceptThenReset rate of calls that are accepted, whereupon the connection is closed at once
 * @param acceptThenError rate of calls that are accepted and answered with 500
 * @param acceptThenGarble rate of calls that are accepted and answered with something unreadable
 * @param hangMs how long a call hangs before the connection is closed
 * @param duplicates rate of callbacks that are sent twice
 * @param disorder rate of messages whose callbacks are sent in another order
 * @param callbackDelayMs how much later callbacks are sent
 * @param blackout whether every call is answered 503
 * @param blackoutMs how long the blackout lasts; 0 until the behaviour is changed
 * @param perSecond calls beyond so many in a second are refused for a second; 0 without limit
 * @param patients whether patients react
 */
public record Behaviour(
        Range latencyMs,
        List<Fault> errors,
        List<Fault> failures,
        double hang,
        double acceptThenTimeout,
        double acceptThenReset,
        double acceptThenError,
        double acceptThenGarble,
        long hangMs,
        double duplicates,
        double disorder,
        Range callbackDelayMs,
        boolean blackout,
        long blackoutMs,
        int perSecond,
        boolean patients) {

    /** A provider at its best. */
    public static Behaviour best() {
        return new Behaviour(
                Range.NONE, List.of(), List.of(), 0, 0, 0, 0, 0, 20_000, 0, 0, Range.NONE, false, 0, 0, true);
    }

    /** The same without a blackout. */
    Behaviour recovered() {
        return new Behaviour(
                latencyMs,
                errors,
                failures,
                hang,
                acceptThenTimeout,
                acceptThenReset,
                acceptThenError,
                acceptThenGarble,
                hangMs,
                duplicates,
                disorder,
                callbackDelayMs,
                false,
                0,
                perSecond,
                patients);
    }

    /** Milliseconds between two bounds. */
    public record Range(
            @Min(0) @Max(3_600_000) long min,
            @Min(0) @Max(3_600_000) long max) {

        /** No time at all. */
        public static final Range NONE = new Range(0, 0);

        /** The point of this range at a fraction between 0 and 1. */
        public long at(double fraction) {
            return min + Math.round(Math.max(0, max - min) * fraction);
        }
    }

    /** Something that goes wrong at a rate; {@code retryAfter} is sent as a header, in seconds. */
    public record Fault(
            @Min(400) @Max(599) @Nullable Integer httpStatus,
            @Nullable String code,
            @DecimalMin("0") @DecimalMax("1") double rate,
            @Min(0) @Max(86_400) @Nullable Integer retryAfter) {

        /** A status with the provider's usual code, always. */
        static Fault of(int httpStatus, @Nullable Integer retryAfter) {
            return new Fault(httpStatus, null, 1, retryAfter);
        }
    }
}
