package com.ovhi.outreach.reply.inbound;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends the waiting of answers to which no question turned up. */
@Component
class Impatience {

    private static final Logger log = LoggerFactory.getLogger(Impatience.class);

    private final Replies replies;

    Impatience(Replies replies) {
        this.replies = replies;
    }

    @Scheduled(fixedDelayString = "${outreach.reply.sweep:500ms}")
    void sweep() {
        for (var id : replies.impatient()) {
            try {
                replies.readNow(id);
            } catch (RuntimeException e) {
                log.atWarn()
                        .addKeyValue("inbound_id", id)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("A reply could not be read and will be tried again");
            }
        }
    }
}
