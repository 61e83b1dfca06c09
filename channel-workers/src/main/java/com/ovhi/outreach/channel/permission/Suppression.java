package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.SuppressionChanged;
import java.util.Locale;

/** What may not be sent to an address, whoever uses it. */
public enum Suppression {
    NONE,
    MARKETING,
    ALL;

    static Suppression of(SuppressionChanged change) {
        if (!change.suppressed()) {
            return NONE;
        }
        return change.marketingOnly() ? MARKETING : ALL;
    }

    /** Whether it forbids a message. */
    public boolean forbids(boolean marketing) {
        return this == ALL || (this == MARKETING && marketing);
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Suppression of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
