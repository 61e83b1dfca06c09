package com.ovhi.outreach.simulators.patients;

import java.time.Duration;
import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How patients behave, from the studies the suite was designed with. Rates lie between 0 and 1; delays are domain time.
 *
 * @param zone where the patients sleep from 22 to 7
 */
@ConfigurationProperties("simulators.patients")
record PatientProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("America/New_York") ZoneId zone,
        @DefaultValue Sms sms,
        @DefaultValue WhatsApp whatsapp,
        @DefaultValue Email email,
        @DefaultValue("20m") Duration medianDelay) {

    record Sms(
            @DefaultValue("0.03") double unreachable,
            @DefaultValue("0.01") double filtered,
            @DefaultValue("0.45") double reply,
            @DefaultValue("0.006") double optOut) {}

    record WhatsApp(
            @DefaultValue("0.10") double unreachable,
            @DefaultValue("0.80") double read,
            @DefaultValue("0.50") double reply,
            @DefaultValue("0.004") double optOut) {}

    record Email(
            @DefaultValue("0.02") double unreachable,
            @DefaultValue("0.01") double filtered,
            @DefaultValue("0.30") double humanOpen,
            @DefaultValue("0.20") double machineOpen,
            @DefaultValue("0.08") double click,
            @DefaultValue("0") double reply,
            @DefaultValue("0.004") double optOut,
            @DefaultValue("0.0005") double complaint) {}
}
