package com.ovhi.outreach.channel.answer;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How answers are sent. All durations are real time.
 *
 * @param lease after which nobody can be calling the provider any more for an answer that is open
 * @param tries how often an answer that was definitely not sent is tried in all, before its deadline
 * @param pause after the first try; it doubles with each
 * @param patience how long a round waits for the projection of permissions; what is not known by then is asked again
 */
@Validated
@ConfigurationProperties("outreach.channel.answer")
record AnswerProperties(
        @DefaultValue("2m") Duration lease,
        @DefaultValue("6") @Positive int tries,
        @DefaultValue("1s") Duration pause,
        @DefaultValue("1s") Duration patience) {

    private static final int MOST_DOUBLINGS = 6;

    /** How long to wait after so many tries have failed. */
    Duration pauseAfter(int failed) {
        return pause.multipliedBy(1L << Math.clamp(failed - 1L, 0, MOST_DOUBLINGS));
    }
}
