package com.ovhi.outreach.common.outbox;

import java.util.BitSet;

/** Spreads keys over relay lanes; all events of one key share a lane, which one relay at a time empties in order. */
final class RelayLane {

    /** How many there are; the rows of table {@code outbox_lane}. */
    static final int COUNT = 8;

    private RelayLane() {}

    /** A fresh set of all lanes. */
    static BitSet all() {
        var lanes = new BitSet(COUNT);
        lanes.set(0, COUNT);
        return lanes;
    }

    static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }
}
