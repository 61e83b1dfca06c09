package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.optimizer.evaluation.Decided;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import java.time.Instant;
import java.util.List;

/** How models of a kind come about and are judged. Stateless. */
sealed interface Trainer<M> permits HourTrainer, ChannelTrainer, FatigueTrainer, NoShowTrainer {

    ModelKind kind();

    M defaults();

    /** How many examples there are before an instant. */
    int examples(Facts facts, Instant before);

    /** Learns of what happened before an instant. */
    M train(Facts facts, Instant before);

    /** What the model would have said of what happened from an instant on, each time knowing what had happened by then. */
    List<Forecast> forecasts(M model, Facts facts, Instant from);

    /** Decisions by chance from an instant on, and what this model would have decided; none where nothing is drawn. */
    default List<Decided> decisions(M model, Facts facts, Instant from) {
        return List.of();
    }

    /** What is written of it. */
    default Object parameters(M model) {
        return model;
    }

    /** The model that was read, as one of this kind. */
    M of(Object model);
}
