package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;

/**
 * {@code suppression.changed}: an address may not (or may again) be contacted on a channel, whoever uses it; the newest {@code version} wins.
 */
public record SuppressionChanged(
        String addressHash,
        Channel channel,
        boolean suppressed,
        boolean marketingOnly,
        long version,
        String reason,
        Instant changedAt) {}
