package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.model.Facts.Patient;
import com.ovhi.outreach.optimizer.risk.FatigueModel;
import com.ovhi.outreach.optimizer.risk.FatigueModel.Touch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** After which messages patients opt out. An opt-out is put down to the last message before it, if that is not long ago. */
final class FatigueTrainer implements Trainer<FatigueModel> {

    private static final Duration BECAUSE = Duration.ofDays(3);

    @Override
    public ModelKind kind() {
        return ModelKind.FATIGUE;
    }

    @Override
    public FatigueModel defaults() {
        return FatigueModel.defaults();
    }

    @Override
    public int examples(Facts facts, Instant before) {
        return (int) facts.patients().stream()
                .flatMap(each -> messages(each).stream())
                .filter(each -> each.at().isBefore(before))
                .count();
    }

    @Override
    public FatigueModel train(Facts facts, Instant before) {
        return defaults()
                .after(facts.patients().stream()
                        .flatMap(each -> messages(each).stream())
                        .filter(each -> each.at().isBefore(before))
                        .map(each ->
                                new Example(FatigueModel.features(each.load(), each.marketing()), each.stopped(), 1))
                        .toList());
    }

    @Override
    public List<Forecast> forecasts(FatigueModel model, Facts facts, Instant from) {
        return facts.patients().stream()
                .flatMap(patient -> messages(patient).stream()
                        .filter(each -> !each.at().isBefore(from))
                        .flatMap(each -> patient.groups().stream()
                                .map(group -> new Forecast(
                                        model.hazard(each.load(), each.marketing()), each.stopped(), group))))
                .toList();
    }

    private static List<Message> messages(Patient patient) {
        var messages = new ArrayList<Message>();
        var oldest = 0;
        var sent = patient.sent().stream().filter(each -> each.arrived()).toList();
        for (var i = 0; i < sent.size(); i++) {
            var each = sent.get(i);
            while (!sent.get(oldest).at().plus(FatigueModel.WINDOW).isAfter(each.at())) {
                oldest++;
            }
            var touches = sent.subList(oldest, i + 1).stream()
                    .map(earlier -> new Touch(
                            earlier.at(), earlier.answeredBy(each.at()).orElse(false)))
                    .toList();
            var limit = each.at().plus(BECAUSE);
            var next = i + 1 < sent.size() ? sent.get(i + 1).at() : limit;
            var until = next.isBefore(limit) ? next : limit;
            var stopped = patient.stops().stream().anyMatch(stop -> !stop.isBefore(each.at()) && stop.isBefore(until));
            messages.add(new Message(each.at(), FatigueModel.load(touches, each.at()), each.marketing(), stopped));
        }
        return messages;
    }

    @Override
    public FatigueModel of(Object model) {
        return (FatigueModel) model;
    }

    private record Message(Instant at, double load, boolean marketing, boolean stopped) {}
}
