package com.ovhi.outreach.orchestrator.trigger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What OVHI events ask for, beside what each organisation sets. All durations but {@code patience} are on the suite's clock.
 *
 * @param portalUrl one address for all messages in the portal; blank for a link of each patient's own
 * @param settling a reminder of the earliest day is left out when the booking is not older than this by then
 * @param confirmUntil how long before a visit its confirmation stops being useful
 * @param remindUntil how long before a visit its reminders stop being useful
 * @param missedFor how long the second message after a missed visit is useful
 * @param noticeFor how long notices of refills and results are useful
 * @param patience how long an event waits for its patient and organisation to become known, real time
 */
@ConfigurationProperties("outreach.trigger")
public record TriggerProperties(
        @DefaultValue("") String portalUrl,
        @DefaultValue("24h") Duration settling,
        @DefaultValue("2h") Duration confirmUntil,
        @DefaultValue("1h") Duration remindUntil,
        @DefaultValue("24h") Duration missedFor,
        @DefaultValue("7d") Duration noticeFor,
        @DefaultValue("1h") Duration patience) {}
