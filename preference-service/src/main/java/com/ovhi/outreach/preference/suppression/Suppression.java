package com.ovhi.outreach.preference.suppression;

/** Whether an address may be contacted on a channel, and the gravest reason why not. */
public record Suppression(boolean active, boolean marketingOnly, SuppressionReason reason) {

    /** Nothing speaks against the address. */
    public static final Suppression NONE = new Suppression(false, false, SuppressionReason.STOP);

    /** Whether nothing at all may be sent. */
    public boolean total() {
        return active && !marketingOnly;
    }
}
