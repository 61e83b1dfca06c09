package com.ovhi.outreach.optimizer.model;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Trains organisations in turn, and tells again what was switched. Safe in several instances at once. */
@Component
class ModelUpkeep {

    private static final Logger log = LoggerFactory.getLogger(ModelUpkeep.class);

    private final TrainingTurns turns;
    private final Training training;
    private final Switches switches;

    ModelUpkeep(TrainingTurns turns, Training training, Switches switches) {
        this.turns = turns;
        this.training = training;
        this.switches = switches;
    }

    @Scheduled(fixedDelayString = "${outreach.optimizer.training:PT15M}", initialDelayString = "PT3M")
    void train() {
        turns.enrol();
        for (var turn = turns.take(); turn.isPresent(); turn = turns.take()) {
            train(turn.getAsLong());
        }
    }

    /** What one organisation has done must not keep the others from learning; it goes on with the models it has. */
    private void train(long organization) {
        try {
            training.train(organization);
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("organization_id", organization)
                    .addKeyValue("error", e.getClass().getName())
                    .log("The models of an organisation could not be trained");
        }
    }

    @Scheduled(fixedDelayString = "${outreach.optimizer.retelling:PT2S}")
    void retell() {
        var more = true;
        while (more) {
            more = switches.retell();
        }
    }
}
