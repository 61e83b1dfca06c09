package com.ovhi.outreach.common.messaging;

import org.jspecify.annotations.Nullable;

/**
 * A bean that is told of each record that cannot be handled, before it is put aside. What must not be missed, such as an
 * opt-out, is taken for the worst it can say. When it throws, the record is tried again instead.
 */
@FunctionalInterface
public interface BeforeDeadLetter {

    /** Takes note of a record that nobody could handle. It may be told of the same record more than once. */
    void unreadable(Unhandled record);

    /**
     * A record that nobody could handle.
     *
     * @param place where it lies, the same whenever it is told of and never that of another record
     * @param key null when it has none
     * @param payload null when it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Unhandled(String topic, String place, @Nullable String key, byte @Nullable [] payload) {}
}
