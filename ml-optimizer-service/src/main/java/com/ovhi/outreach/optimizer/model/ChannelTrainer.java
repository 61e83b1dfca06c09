package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.model.Facts.Patient;
import com.ovhi.outreach.optimizer.model.Facts.Sent;
import com.ovhi.outreach.optimizer.response.ChannelCount;
import com.ovhi.outreach.optimizer.response.ChannelModel;
import com.ovhi.outreach.optimizer.response.ChannelPrices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** On which channel patients answer. */
final class ChannelTrainer implements Trainer<ChannelModel> {

    private static final ChannelPrices FREE = new ChannelPrices(0, 0, 0);

    @Override
    public ModelKind kind() {
        return ModelKind.CHANNEL;
    }

    @Override
    public ChannelModel defaults() {
        return ChannelModel.defaults();
    }

    @Override
    public int examples(Facts facts, Instant before) {
        return (int) facts.patients().stream()
                .flatMap(ChannelTrainer::asked)
                .filter(each -> each.at().isBefore(before))
                .count();
    }

    @Override
    public ChannelModel train(Facts facts, Instant before) {
        var examples = facts.patients().stream()
                .flatMap(patient -> asked(patient)
                        .filter(each -> each.at().isBefore(before))
                        .map(each -> new Example(features(patient, each), each.answered(), 1)))
                .toList();
        var arrivals = Arrays.stream(Channel.values())
                .map(channel -> arrivals(channel, facts, before))
                .toList();
        return defaults().after(examples, arrivals);
    }

    private static ChannelCount arrivals(Channel channel, Facts facts, Instant before) {
        var sent = facts.patients().stream()
                .flatMap(each -> each.sent().stream())
                .filter(each -> each.channel() == channel && each.at().isBefore(before))
                .toList();
        return new ChannelCount(
                channel, sent.size(), sent.stream().filter(Sent::arrived).count());
    }

    /** Marketing is left out: the channel is chosen for what needs an answer. */
    @Override
    public List<Forecast> forecasts(ChannelModel model, Facts facts, Instant from) {
        var forecasts = new ArrayList<Forecast>();
        for (var patient : facts.patients()) {
            var before = new ArrayList<Sent>();
            asked(patient).filter(each -> !each.marketing()).forEach(each -> {
                if (!each.at().isBefore(from)) {
                    var known = counts(before, each.at());
                    var belief = model.belief(patient.ageBand() == AgeBand.ELDER, known, FREE);
                    patient.groups()
                            .forEach(group -> forecasts.add(
                                    new Forecast(belief.response(each.channel()), each.answered(), group)));
                }
                before.add(each);
            });
        }
        return forecasts;
    }

    /** What was known of messages at an instant. */
    private static List<ChannelCount> counts(List<Sent> sent, Instant at) {
        return sent.stream()
                .flatMap(each -> each.answeredBy(at).stream()
                        .map(answered -> new ChannelCount(each.channel(), 1, answered ? 1 : 0)))
                .toList();
    }

    private static Stream<Sent> asked(Patient patient) {
        return patient.sent().stream().filter(each -> each.asks() && each.arrived());
    }

    private static List<Double> features(Patient patient, Sent sent) {
        return ChannelModel.features(sent.channel(), sent.marketing(), patient.ageBand() == AgeBand.ELDER);
    }

    @Override
    public ChannelModel of(Object model) {
        return (ChannelModel) model;
    }
}
