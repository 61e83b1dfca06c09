package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.HourWeights.Hour;
import com.ovhi.outreach.optimizer.evaluation.Decided;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.hour.HourBelief;
import com.ovhi.outreach.optimizer.hour.HourCount;
import com.ovhi.outreach.optimizer.hour.HourEvidence;
import com.ovhi.outreach.optimizer.hour.HourModel;
import com.ovhi.outreach.optimizer.hour.HourTraining;
import com.ovhi.outreach.optimizer.model.Facts.Patient;
import com.ovhi.outreach.optimizer.model.Facts.Sent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** When patients answer: trained with all who answered or might have, judged by the next message each time. */
final class HourTrainer implements Trainer<HourModel> {

    /** What scheduler-service shares out evenly when it draws. */
    private static final double FLOOR = 0.05;

    @Override
    public ModelKind kind() {
        return ModelKind.HOUR;
    }

    @Override
    public HourModel defaults() {
        return HourModel.defaults();
    }

    @Override
    public int examples(Facts facts, Instant before) {
        return (int) facts.patients().stream()
                .flatMap(HourTrainer::timed)
                .filter(each -> each.at().isBefore(before))
                .count();
    }

    @Override
    public HourModel train(Facts facts, Instant before) {
        var cohorts = new TreeMap<String, List<HourEvidence>>();
        for (var patient : facts.patients()) {
            var counts = timed(patient)
                    .filter(each -> each.at().isBefore(before))
                    .map(HourTrainer::count)
                    .toList();
            if (!counts.isEmpty()) {
                cohorts.computeIfAbsent(patient.ageBand().code(), _ -> new ArrayList<>())
                        .add(HourEvidence.of(counts));
            }
        }
        return HourTraining.train(cohorts);
    }

    @Override
    public List<Forecast> forecasts(HourModel model, Facts facts, Instant from) {
        var forecasts = new ArrayList<Forecast>();
        foresee(
                model,
                facts,
                from,
                (patient, said) -> patient.groups()
                        .forEach(group -> forecasts.add(new Forecast(
                                said.belief().response(hour(said.sent())),
                                said.sent().answered(),
                                group))));
        return forecasts;
    }

    @Override
    public List<Decided> decisions(HourModel model, Facts facts, Instant from) {
        var decisions = new ArrayList<Decided>();
        foresee(model, facts, from, (_, said) -> {
            var chosen = said.sent().chosen();
            if (chosen != null && chosen.hour() == hour(said.sent())) {
                var kind = said.sent().weekend();
                var weights = said.belief().weights();
                var chances = new HourWeights(weights, weights)
                        .chances(
                                chosen.candidates().stream()
                                        .map(hour -> new Hour(hour, kind))
                                        .toList(),
                                FLOOR);
                decisions.add(new Decided(
                        chosen.candidates().indexOf(chosen.hour()),
                        chosen.propensity(),
                        said.sent().answered(),
                        chances,
                        chosen.candidates().stream()
                                .map(said.belief()::response)
                                .toList()));
            }
        });
        return decisions;
    }

    /** Goes through the messages from an instant on, with what was believed of the patient before each. */
    private static void foresee(HourModel model, Facts facts, Instant from, BiConsumer<Patient, Said> with) {
        for (var patient : facts.patients()) {
            var before = new ArrayList<HourCount>();
            timed(patient).forEach(sent -> {
                if (!sent.at().isBefore(from)) {
                    var evidence = HourEvidence.of(before);
                    with.accept(
                            patient,
                            new Said(sent, model.belief(patient.ageBand().code(), evidence, sent.weekend())));
                }
                before.add(count(sent));
            });
        }
    }

    private static Stream<Sent> timed(Patient patient) {
        return patient.sent().stream().filter(each -> each.asks() && each.arrived() && each.hour() != null);
    }

    private static HourCount count(Sent sent) {
        return new HourCount(sent.weekend(), hour(sent), 1, sent.answered() ? 1 : 0);
    }

    private static int hour(Sent sent) {
        var hour = sent.hour();
        if (hour == null) {
            throw new IllegalArgumentException("A message without an hour");
        }
        return hour;
    }

    @Override
    public Object parameters(HourModel model) {
        return model.parameters();
    }

    @Override
    public HourModel of(Object model) {
        return (HourModel) model;
    }

    private record Said(Sent sent, HourBelief belief) {}
}
