package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.ContractJson;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Looks up an organisation's models. */
@Service
class ModelReading {

    private final TrainedModels models;
    private final Champions champions;
    private final Clock clock;

    ModelReading(TrainedModels models, Champions champions, Clock clock) {
        this.models = models;
        this.champions = champions;
        this.clock = clock;
    }

    /** The newest versions, newest first; without any the defaults are in use. */
    @Transactional(readOnly = true)
    public List<View> of(long organization) {
        return models.of(organization).stream().map(this::view).toList();
    }

    private View view(TrainedModel model) {
        return new View(
                model.kind(),
                model.version(),
                model.state().name().toLowerCase(Locale.ROOT),
                model.why(),
                champions.read(model).isPresent(),
                model.stale(clock.instant()),
                model.trainedFrom(),
                model.trainedTo(),
                model.examples(),
                model.drift(),
                ContractJson.mapper().readTree(model.report()),
                model.createdAt());
    }

    /**
     * A version of a model.
     *
     * @param sound whether it can be read and nobody has touched it
     * @param stale whether it is too old to be used
     * @param report calibration of challenger, champion and default on the same later facts, off-policy estimates, groups
     */
    record View(
            ModelKind model,
            int version,
            String state,
            String why,
            boolean sound,
            boolean stale,
            Instant trainedFrom,
            Instant trainedTo,
            int examples,
            double drift,
            JsonNode report,
            Instant createdAt) {}
}
