package com.ovhi.outreach.preference.suppression;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.suppression.Suppressions.AddressOnChannel;

/**
 * An address on a channel as it may be closed to one organisation or to everybody. What a provider or the holder of an
 * address says is about the address and binds everybody; what staff report binds their own organisation.
 */
public record Barrier(String addressHash, Channel channel, long organization) {

    private static final long EVERYBODY = 0;

    public static Barrier toEverybody(String addressHash, Channel channel) {
        return new Barrier(addressHash, channel, EVERYBODY);
    }

    /** Whether it binds every organisation. */
    public boolean bindsEverybody() {
        return organization == EVERYBODY;
    }

    /** Whether it binds this organisation. */
    public boolean binds(long organization) {
        return bindsEverybody() || this.organization == organization;
    }

    AddressOnChannel place() {
        return new AddressOnChannel(addressHash, channel);
    }
}
