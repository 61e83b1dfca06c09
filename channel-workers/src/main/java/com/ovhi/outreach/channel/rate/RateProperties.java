package com.ovhi.outreach.channel.rate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How rates are kept. All durations are real time.
 *
 * @param burst for how long of its rate a sender that was quiet may send at once
 * @param localShare the part of every rate this instance may use while Redis is away
 * @param rest how long Redis is left alone after it did not answer
 * @param closed how long a sender waits that was told it is too fast, but not how long to wait
 */
@ConfigurationProperties("outreach.channel.rate")
record RateProperties(
        @DefaultValue("1s") Duration burst,
        @DefaultValue("0.5") double localShare,
        @DefaultValue("2s") Duration rest,
        @DefaultValue("2s") Duration closed) {}
