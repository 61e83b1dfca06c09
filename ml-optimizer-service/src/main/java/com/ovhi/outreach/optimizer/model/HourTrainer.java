package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.optimizer.evaluation.Decided;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
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
                    .map(each -> count(each, each.answered()))
                    .toList();
            if (!counts.isEmpty()) {
                cohorts.computeIfAbsent(patient.cohort(), _ -> new ArrayList<>())
                        .add(HourEvidence.of(counts));
            }
        }
        return HourTraining.train(cohorts);
    }

    @Override
    public List<Forecast> forecasts(HourModel model, Facts facts, Instant from) {
        var forecasts = new ArrayList<Forecast>();
        foresee(facts, from, (patient, said) -> {
            var belief =
                    model.belief(patient.cohort(), said.known(), said.sent().weekend());
            patient.groups()
                    .forEach(group -> forecasts.add(new Forecast(
                            belief.response(hour(said.sent())), said.sent().answered(), group)));
        });
        return forecasts;
    }

    @Override
    public List<Decided> decisions(HourModel model, Facts facts, Instant from) {
        var decisions = new ArrayList<Decided>();
        foresee(facts, from, (patient, said) -> {
            var chosen = said.sent().chosen();
            if (chosen != null && chosen.hour() == hour(said.sent())) {
                var workdays = model.belief(patient.cohort(), said.known(), false);
                var weekend = model.belief(patient.cohort(), said.known(), true);
                decisions.add(new Decided(
                        chosen.option(),
                        chosen.propensity(),
                        said.sent().answered(),
                        new HourWeights(workdays.weights(), weekend.weights()).chances(chosen.candidates(), FLOOR),
                        chosen.candidates().stream()
                                .map(each -> (each.weekend() ? weekend : workdays).response(each.hour()))
                                .toList()));
            }
        });
        return decisions;
    }

    /** Goes through the messages from an instant on, with what was known of the patient's earlier ones when each was sent. */
    private static void foresee(Facts facts, Instant from, BiConsumer<Patient, Said> with) {
        for (var patient : facts.patients()) {
            var before = new ArrayList<Sent>();
            timed(patient).forEach(sent -> {
                if (!sent.at().isBefore(from)) {
                    with.accept(patient, new Said(sent, evidence(before, sent.at())));
                }
                before.add(sent);
            });
        }
    }

    private static HourEvidence evidence(List<Sent> sent, Instant at) {
        return HourEvidence.of(sent.stream()
                .flatMap(each -> each.answeredBy(at).stream().map(answered -> count(each, answered)))
                .toList());
    }

    private static Stream<Sent> timed(Patient patient) {
        return patient.sent().stream().filter(each -> each.asks() && each.arrived() && each.hour() != null);
    }

    private static HourCount count(Sent sent, boolean answered) {
        return new HourCount(sent.weekend(), hour(sent), 1, answered ? 1 : 0);
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

    /** @param known of earlier messages when it was sent */
    private record Said(Sent sent, HourEvidence known) {}
}
