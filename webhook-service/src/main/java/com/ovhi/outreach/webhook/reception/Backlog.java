package com.ovhi.outreach.webhook.reception;

import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/** Whether requests wait on disk. */
@Component
class Backlog {

    private final AtomicBoolean waiting = new AtomicBoolean();

    boolean waiting() {
        return waiting.get();
    }

    void grows() {
        waiting.set(true);
    }

    void empty() {
        waiting.set(false);
    }
}
