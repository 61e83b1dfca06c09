package com.ovhi.outreach.common.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a consumer does with events of one type. */
sealed interface EventHandler {

    /** Opens the transactions it needs itself, so it is never part of anybody else's. */
    non-sealed interface Alone extends EventHandler {
        void handle(Received event);
    }

    /** Takes effect once, in a transaction with the inbox that neighbours may share. */
    non-sealed interface Shared extends EventHandler {

        /**
         * Reads an event, outside any transaction.
         *
         * @return its effect, or null when it does not matter
         * @throws PoisonRecord when it cannot be read
         */
        @Nullable
        Runnable prepare(Received event);
    }

    /** Takes neighbours of its type all at once, and opens the transactions it needs itself; repetition must do no harm. */
    non-sealed interface Batch extends EventHandler {
        void handle(List<Received> events);
    }

    /** Takes neighbours of its type all at once, in one transaction; repetition must do no harm. */
    non-sealed interface Together extends EventHandler {

        /**
         * Reads events, outside any transaction.
         *
         * @return their effect, or null when none of them matters
         * @throws PoisonRecord when one cannot be read
         */
        @Nullable
        Runnable prepare(List<Received> events);
    }
}
