package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.spool.Spool;
import org.springframework.stereotype.Component;

/**
 * Whether requests wait on disk; from the start, if an earlier process left some. Only who has looked at the disk while
 * nothing was put onto it may say that none wait: else a request could overtake one that was just being written.
 * Thread-safe.
 */
@Component
class Backlog {

    private boolean waiting;
    private int entering;
    private long changes;

    Backlog(Spool spool) {
        waiting = !spool.waiting().isEmpty();
    }

    synchronized boolean waiting() {
        return waiting;
    }

    /** Requests wait. */
    synchronized void grows() {
        waiting = true;
    }

    /** A request is about to be put onto the disk. */
    synchronized void enter() {
        waiting = true;
        entering++;
        changes++;
    }

    /** It was, or could not be. */
    synchronized void entered() {
        entering--;
        changes++;
    }

    /** To be asked before one looks at the disk. */
    synchronized long mark() {
        return changes;
    }

    /** Nothing was there when somebody looked after this mark. */
    synchronized void empty(long mark) {
        if (entering == 0 && changes == mark) {
            waiting = false;
        }
    }
}
