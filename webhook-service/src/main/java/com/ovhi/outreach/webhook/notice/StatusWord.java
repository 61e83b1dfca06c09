package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import org.jspecify.annotations.Nullable;

/** What a provider's word for a status means. */
public sealed interface StatusWord {

    /** A step on the way of a message; {@code machine} when software, not a person, did it. */
    record Step(
            DeliveryState state,
            @Nullable FailureClass failureClass,
            @Nullable String failureCode,
            boolean machine) implements StatusWord {

        /** A step that is no failure. */
        public static Step of(DeliveryState state) {
            return new Step(state, null, null, false);
        }

        /** The same, done by software. */
        public Step byMachine() {
            return new Step(state, failureClass, failureCode, true);
        }

        /** The message will not arrive. */
        public static Step failed(DeliveryState state, FailureClass failureClass, String code) {
            return new Step(state, failureClass, code, false);
        }
    }

    /** Known, and nothing follows from it. */
    record Silent(String reason) implements StatusWord {}

    /** Not known. */
    record Strange(String word) implements StatusWord {}
}
