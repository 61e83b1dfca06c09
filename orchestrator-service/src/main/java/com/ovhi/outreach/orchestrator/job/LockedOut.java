package com.ovhi.outreach.orchestrator.job;

import java.util.function.Supplier;
import org.springframework.dao.ConcurrencyFailureException;

/** What two transactions want of each other the database ends for one of them; nothing of that one has happened then. */
public final class LockedOut {

    private static final int MOST_TRIES = 5;

    private LockedOut() {}

    /** Does something in a transaction of its own, and again if the database has undone it in favour of others. */
    public static <T> T again(Supplier<T> transaction) {
        for (var i = 1; ; i++) {
            try {
                return transaction.get();
            } catch (ConcurrencyFailureException e) {
                if (i == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }
}
