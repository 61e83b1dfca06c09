package com.ovhi.outreach.channel.permission;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the send gate closes because it may not know of an opt-out (ADR 84). All durations are real time.
 *
 * @param closesAfter how old what it knows may be
 * @param readers the consumer groups an opt-out passes before the gate's own projection
 * @param pause after which what it turned back then is tried again
 * @param urgentPause the same of what is urgent
 */
@ConfigurationProperties("outreach.channel.gate")
public record GateProperties(
        @DefaultValue("1m") Duration closesAfter,

        @DefaultValue({"reply-parser-service.inbound", "preference-service.replies"})
        List<String> readers,

        @DefaultValue("15s") Duration pause,
        @DefaultValue("5s") Duration urgentPause) {

    /** Looks are some seconds apart: a shorter limit would close the gate for nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(12);

    /** Checks. */
    public GateProperties {
        readers = List.copyOf(readers);
        if (closesAfter.compareTo(SHORTEST) < 0 || !pause.isPositive() || !urgentPause.isPositive()) {
            throw new IllegalArgumentException(
                    "outreach.channel.gate: closes-after must be 12 s at least, pauses more than none");
        }
    }
}
