package com.ovhi.outreach.preference.audit.chain;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for chains whose newest entries wait for a checkpoint. */
@Component
class CheckpointJob {

    private final AuditChain chain;

    CheckpointJob(AuditChain chain) {
        this.chain = chain;
    }

    @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
    void run() {
        var more = true;
        while (more) {
            more = chain.signOldest();
        }
    }
}
