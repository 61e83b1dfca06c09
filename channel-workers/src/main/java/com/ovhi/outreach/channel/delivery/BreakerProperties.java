package com.ovhi.outreach.channel.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a provider is left alone. All durations are real time.
 *
 * @param window over which calls are judged
 * @param calls how many there must be
 * @param failurePercent share of faults that opens the circuit
 * @param slow a call of this length is slow
 * @param slowPercent share of slow calls that opens the circuit
 * @param open how long the provider is left alone
 * @param probes how many calls decide whether it is well again
 * @param probing how long they may take together; afterwards it is left alone again
 */
@ConfigurationProperties("outreach.channel.breaker")
record BreakerProperties(
        @DefaultValue("30s") Duration window,
        @DefaultValue("20") int calls,
        @DefaultValue("10") float failurePercent,
        @DefaultValue("5s") Duration slow,
        @DefaultValue("30") float slowPercent,
        @DefaultValue("30s") Duration open,
        @DefaultValue("5") int probes,
        @DefaultValue("5m") Duration probing) {}
