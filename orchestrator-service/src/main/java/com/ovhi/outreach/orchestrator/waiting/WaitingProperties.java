package com.ovhi.outreach.orchestrator.waiting;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events wait for what they need. Real time.
 *
 * @param firstPause before the second try; doubled before each further one
 * @param longestPause never longer than this
 * @param lease how long one try may take
 * @param keep how long what waited in vain is kept, in case what it needs comes after all
 */
@Validated
@ConfigurationProperties("outreach.waiting")
public record WaitingProperties(
        @DefaultValue("1s") Duration firstPause,
        @DefaultValue("1m") Duration longestPause,
        @DefaultValue("1m") Duration lease,
        @DefaultValue("35d") Duration keep) {

    private static final int MAX_DOUBLINGS = 16;

    Duration pauseAfter(int tries) {
        var pause = firstPause.multipliedBy(1L << Math.min(tries, MAX_DOUBLINGS));
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
