package com.ovhi.outreach.common.outbox;

import java.util.BitSet;

/** Spreads keys over relay lanes; all events of one key share a lane, which one relay at a time empties in order. */
final class RelayLane {

    /** How many there are for keys; the first rows of table {@code outbox_lane}. */
    static final int COUNT = 8;

    /** The lane of what must not wait for the others; it keeps no order with them. */
    static final int AHEAD = COUNT;

    private RelayLane() {}

    /** A fresh set of all lanes of keys. */
    static BitSet all() {
        var lanes = new BitSet(COUNT);
        lanes.set(0, COUNT);
        return lanes;
    }

    /** A fresh set of the lane ahead. */
    static BitSet ahead() {
        var lanes = new BitSet(COUNT + 1);
        lanes.set(AHEAD);
        return lanes;
    }

    static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }
}
