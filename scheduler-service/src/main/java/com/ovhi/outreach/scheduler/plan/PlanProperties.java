package com.ovhi.outreach.scheduler.plan;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How plans are made. Durations are on the suite's clock unless they are said to be real.
 *
 * @param reminderNotice how long before a reminder expires it should leave; when holding it would leave less, it is
 *     moved earlier if it can be (with one hour between expiry and visit, 11 h make it 12 h before the visit)
 * @param earlierLead how long before the window closes a message leaves that was moved earlier
 * @param transit the least such lead, real time: what a message needs to get through with some retries
 * @param spread over how long messages that wait for the same opening or hour are spread, never beyond the window
 * @param considerateDelay how much later a message may leave so that it does not disturb the patient at work
 * @param horizon how far ahead anything can be planned
 */
@ConfigurationProperties("outreach.scheduler.plan")
record PlanProperties(
        @DefaultValue("11h") Duration reminderNotice,
        @DefaultValue("30m") Duration earlierLead,
        @DefaultValue("5s") Duration transit,
        @DefaultValue("10m") Duration spread,
        @DefaultValue("12h") Duration considerateDelay,
        @DefaultValue("400d") Duration horizon) {}
