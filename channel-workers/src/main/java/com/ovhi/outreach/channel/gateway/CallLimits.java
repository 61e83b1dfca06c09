package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.ids.Lane;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a provider call may take, in real time, and how many may be under way.
 *
 * @param connect until the connection stands
 * @param total until the answer is there
 * @param urgent calls of the urgent lane to one account
 * @param priority the same of the priority lane
 * @param bulk the same of the bulk lane
 */
@ConfigurationProperties("outreach.channel.call")
public record CallLimits(
        @DefaultValue("2s") Duration connect,
        @DefaultValue("10s") Duration total,
        @DefaultValue("16") int urgent,
        @DefaultValue("160") int priority,
        @DefaultValue("32") int bulk) {

    /** How long a kept connection may be used again; providers close theirs after a minute. */
    public static final Duration KEEP_ALIVE = Duration.ofSeconds(55);

    /** For look-ups and tests of templates. */
    private static final int OTHERS = 8;

    /** Refuses lanes that would stand still. */
    public CallLimits {
        if (urgent < 1 || priority < 1 || bulk < 1) {
            throw new IllegalStateException("outreach.channel.call: every lane must be able to make a call");
        }
    }

    /** How many calls of a lane to one account may be under way. */
    public int of(Lane lane) {
        return switch (lane) {
            case URGENT -> urgent;
            case PRIORITY -> priority;
            case BULK -> bulk;
        };
    }

    /** How many connections to one account there may be, so that no call ever waits for one. */
    public int connections() {
        return urgent + priority + bulk + OTHERS;
    }
}
