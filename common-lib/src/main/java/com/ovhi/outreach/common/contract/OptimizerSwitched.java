package com.ovhi.outreach.common.contract;

import java.time.Instant;

/**
 * {@code optimizer.switched}: an organisation wants nothing learned to be used, or wants it again; the newest {@code version} wins. It counts at once for all of its patients, whatever insights about them say; insights that say so follow.
 */
public record OptimizerSwitched(long organizationId, boolean enabled, long version, Instant switchedAt) {

    /** Under which key it travels beside insights, which are keyed by patients. */
    public String key() {
        return "organization-" + organizationId;
    }
}
