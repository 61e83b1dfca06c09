package com.ovhi.outreach.webhook.http;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What strangers may cost us. All durations are real time.
 *
 * @param atOnce requests of one provider that are worked on at the same time, from clients that signed something lately
 * @param strangersAtOnce the same from all others
 * @param suspectsAtOnce the same for all clients together that send mostly what is refused
 * @param patience how long a request waits for its turn
 * @param trustedPatience the same from clients that signed something lately; shorter than any provider waits for an answer
 * @param failures requests of a client that may be refused within a minute before it is a suspect
 * @param trust how long one good signature clears a client
 * @param bodyTime within which a body must have arrived
 * @param mailTime the same for an e-mail with its attachments
 * @param eventsSize of a body, as large as the largest that any provider posts of events
 * @param mailSize the same for an e-mail: SendGrid takes such of 30 MB, and adds a form
 */
@Validated
@ConfigurationProperties("outreach.webhook.limits")
public record LimitProperties(
        @DefaultValue("48") @Positive int atOnce,
        @DefaultValue("16") @Positive int strangersAtOnce,
        @DefaultValue("2") @Positive int suspectsAtOnce,
        @DefaultValue("250ms") Duration patience,
        @DefaultValue("5s") Duration trustedPatience,
        @DefaultValue("30") @Positive int failures,
        @DefaultValue("24h") Duration trust,
        @DefaultValue("10s") Duration bodyTime,
        @DefaultValue("60s") Duration mailTime,
        @DefaultValue("3MB") DataSize eventsSize,
        @DefaultValue("40MB") DataSize mailSize) {}
