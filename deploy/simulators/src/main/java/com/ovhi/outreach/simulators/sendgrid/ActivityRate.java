package com.ovhi.outreach.simulators.sendgrid;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Counts how often the activity feed is asked in a real minute, by all who use the key. */
@Component
final class ActivityRate {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final SendGridProperties properties;
    private long began = System.nanoTime();
    private int calls;

    ActivityRate(SendGridProperties properties) {
        this.properties = properties;
    }

    /** Takes leave for one question; if there is none, how many real seconds to wait. */
    synchronized OptionalLong take() {
        long now = System.nanoTime();
        if (now - began >= MINUTE) {
            began = now;
            calls = 0;
        }
        calls++;
        return calls <= properties.activityPerMinute()
                ? OptionalLong.empty()
                : OptionalLong.of(1 + TimeUnit.NANOSECONDS.toSeconds(MINUTE - (now - began)));
    }
}
