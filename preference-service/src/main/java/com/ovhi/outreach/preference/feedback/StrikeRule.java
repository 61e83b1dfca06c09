package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure that says something of an address only when several messages meet with it. Pure.
 *
 * @param code the provider's
 * @param strikes how many messages
 * @param within how long, from the first of them to the last
 * @param lasting how long the address is left alone then, null for good
 */
record StrikeRule(
        Channel channel,
        String code,
        int strikes,
        Duration within,
        @Nullable Duration lasting) {

    /** Longer ago than this no strike counts. */
    static final Duration LONGEST = Duration.ofDays(30);

    private static final List<StrikeRule> ALL = List.of(
            // Off or roaming: everybody's telephone is, now and then.
            new StrikeRule(Channel.SMS, "30003", 3, LONGEST, null),
            // Blocked, by the carrier or by whoever reads there; once may be the carrier's mood.
            new StrikeRule(Channel.SMS, "30004", 2, LONGEST, null),
            // Gone, or just moved to another carrier.
            new StrikeRule(Channel.SMS, "30005", 2, Duration.ofDays(7), null),
            // Not on WhatsApp, or on an old client that may be renewed.
            new StrikeRule(Channel.WHATSAPP, "131026", 2, LONGEST, Duration.ofDays(30)));

    private static final Set<DeliveryState> FAILURES =
            Set.of(DeliveryState.NOT_SENT, DeliveryState.FAILED, DeliveryState.BOUNCED);

    /** The rule a report falls under, if any. */
    static Optional<StrikeRule> of(DeliveryReported report) {
        return FAILURES.contains(report.state())
                ? ALL.stream()
                        .filter(rule -> rule.channel == report.channel() && rule.code.equals(report.failureCode()))
                        .findFirst()
                : Optional.empty();
    }
}
