package com.ovhi.outreach.channel.gateway;

/**
 * How fast something of ours may send.
 *
 * @param name of the account or sender; the same name is the same limit, whichever account uses it
 * @param perSecond messages, real time
 */
public record Limit(String name, double perSecond) {

    /** @throws IllegalArgumentException when nothing could ever be sent */
    public Limit {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("A rate must be above zero: " + name);
        }
    }
}
