package com.ovhi.outreach.preference.registration;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks for changes of defaults that have not reached all patients yet. */
@Component
class DefaultsRolloutJob {

    private final DefaultsRollout rollout;

    DefaultsRolloutJob(DefaultsRollout rollout) {
        this.rollout = rollout;
    }

    @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT1S")
    void run() {
        var more = true;
        while (more) {
            more = rollout.step();
        }
    }
}
