package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.risk.NoShowModel;
import java.time.Instant;
import java.util.List;

/** Which visits are missed. */
final class NoShowTrainer implements Trainer<NoShowModel> {

    @Override
    public ModelKind kind() {
        return ModelKind.NO_SHOW;
    }

    @Override
    public NoShowModel defaults() {
        return NoShowModel.defaults();
    }

    @Override
    public int examples(Facts facts, Instant before) {
        return (int) facts.visits().stream()
                .filter(each -> each.visit().start().isBefore(before))
                .count();
    }

    @Override
    public NoShowModel train(Facts facts, Instant before) {
        return defaults()
                .after(facts.visits().stream()
                        .filter(each -> each.visit().start().isBefore(before))
                        .map(each -> new Example(NoShowModel.features(each.visit()), each.missed(), 1))
                        .toList());
    }

    @Override
    public List<Forecast> forecasts(NoShowModel model, Facts facts, Instant from) {
        return facts.visits().stream()
                .filter(each -> !each.visit().start().isBefore(from))
                .flatMap(each -> each.groups().stream()
                        .map(group -> new Forecast(model.risk(each.visit()), each.missed(), group)))
                .toList();
    }

    @Override
    public NoShowModel of(Object model) {
        return (NoShowModel) model;
    }
}
