package com.ovhi.outreach.common.messaging;

import org.jspecify.annotations.Nullable;

/**
 * A bean that is told of each record that cannot be handled, before it is put aside. What must not be missed, such as an
 * opt-out, is taken for the worst it can say. When it throws, the record is tried again instead.
 */
@FunctionalInterface
public interface BeforeDeadLetter {

    /** Takes note of a record that nobody could handle; {@code key} is null when it has none. */
    void unreadable(String topic, @Nullable String key);
}
