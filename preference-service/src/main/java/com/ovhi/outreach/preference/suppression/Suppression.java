package com.ovhi.outreach.preference.suppression;

import java.util.Comparator;
import java.util.stream.Stream;

/** Whether an address may be contacted on a channel, and the gravest reason why not. */
public record Suppression(boolean active, boolean marketingOnly, SuppressionReason reason) {

    /** Nothing speaks against the address. */
    public static final Suppression NONE = new Suppression(false, false, SuppressionReason.STOP);

    /** What is total comes before what is for marketing only. */
    private static final Comparator<Suppression> GRAVEST =
            Comparator.comparing(Suppression::marketingOnly).thenComparing(Suppression::reason);

    /** Whether nothing at all may be sent. */
    public boolean total() {
        return active && !marketingOnly;
    }

    /** What holds when both do. */
    Suppression and(Suppression other) {
        return Stream.of(this, other).filter(Suppression::active).min(GRAVEST).orElse(this);
    }
}
