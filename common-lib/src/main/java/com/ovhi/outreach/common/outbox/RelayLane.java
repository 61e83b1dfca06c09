package com.ovhi.outreach.common.outbox;

/** Spreads keys over relay lanes; all events of one key share a lane, which one relay at a time empties in order. */
final class RelayLane {

    /** How many there are; the rows of table {@code outbox_lane}. */
    static final int COUNT = 8;

    private RelayLane() {}

    static int of(String key) {
        return Math.floorMod(key.hashCode(), COUNT);
    }
}
