package com.ovhi.outreach.optimizer.engagement;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the passing of time does. Safe in several instances at once. */
@Component
class Upkeep {

    private final Engagement engagement;

    Upkeep(Engagement engagement) {
        this.engagement = engagement;
    }

    @Scheduled(fixedDelayString = "${outreach.optimizer.recovery:PT10S}")
    void recover() {
        var more = true;
        while (more) {
            more = engagement.recover();
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT7M")
    void forget() {
        var more = true;
        while (more) {
            more = engagement.forget();
        }
    }
}
