package com.ovhi.outreach.optimizer.simulation;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.evaluation.Calibration;
import com.ovhi.outreach.optimizer.evaluation.Forecast;
import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.learning.Odds;
import com.ovhi.outreach.optimizer.response.ChannelCount;
import com.ovhi.outreach.optimizer.response.ChannelModel;
import com.ovhi.outreach.optimizer.response.ChannelPrices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Twelve messages to each patient on the channels their purposes happen to use, and then one on the channel that seems best.
 * Patients answer 45 of 100 texts, 50 of 100 WhatsApp messages and 8 of 100 mails on average, and differ much ({@code
 * domain.md} §9; how much is an assumption). What counts is answers less prices.
 */
final class ChannelSimulation {

    private static final ChannelPrices PRICES = new ChannelPrices(0.001, 0.01, 0.006);
    private static final int MESSAGES = 12;
    private static final double DIFFERENCES = 1.5;
    private static final Map<Channel, Double> REACH =
            Map.of(Channel.SMS, 0.95, Channel.EMAIL, 0.97, Channel.WHATSAPP, 0.90);
    private static final Map<Channel, Double> ANSWERS =
            Map.of(Channel.SMS, 0.45, Channel.EMAIL, 0.08, Channel.WHATSAPP, 0.50);
    private static final List<Channel> MIX =
            List.of(Channel.SMS, Channel.SMS, Channel.SMS, Channel.EMAIL, Channel.EMAIL, Channel.WHATSAPP);

    private ChannelSimulation() {}

    /** What each way of choosing earns, as a share of the oracle's. */
    static Result run(int patients, long seed) {
        var random = new SplittableRandom(seed);
        var all = new ArrayList<Patient>();
        for (var i = 0; i < patients; i++) {
            all.add(patient(random));
        }
        var model = train(all);
        var forecasts = new ArrayList<Forecast>();
        var earned = new TreeMap<String, Double>();
        var oracle = 0.0;
        var global = best(channel ->
                all.stream().mapToDouble(each -> each.rate(channel)).average().orElseThrow());
        for (var patient : all) {
            var belief = model.belief(patient.elder(), patient.counts(), PRICES);
            var own = best(patient::rate);
            oracle += patient.worth(best(patient.truth()::get));
            earned.merge("learned", patient.worth(belief.best()), Double::sum);
            earned.merge("own counts", patient.worth(own), Double::sum);
            earned.merge("global best", patient.worth(global), Double::sum);
            earned.merge(
                    "random", patient.worth(Channel.values()[random.nextInt(Channel.values().length)]), Double::sum);
            for (var channel : Channel.values()) {
                var answered = random.nextDouble() < patient.truth().getOrDefault(channel, 0.0);
                forecasts.add(new Forecast(belief.response(channel), answered, channel.code()));
            }
        }
        var total = oracle;
        earned.replaceAll((_, sum) -> sum / total);
        return new Result(earned, Calibration.of(forecasts));
    }

    private static ChannelModel train(List<Patient> all) {
        var examples = new ArrayList<Example>();
        for (var patient : all) {
            for (var each : patient.log()) {
                examples.add(new Example(
                        ChannelModel.features(each.channel(), false, patient.elder()), each.responded() > 0, 1));
            }
        }
        var arrivals = Arrays.stream(Channel.values())
                .map(channel -> new ChannelCount(channel, 1_000, 1_000 * REACH.getOrDefault(channel, 1.0)))
                .toList();
        return ChannelModel.defaults().after(examples, arrivals);
    }

    private static Patient patient(SplittableRandom random) {
        var elder = random.nextDouble() < 0.25;
        var truth = new EnumMap<Channel, Double>(Channel.class);
        for (var channel : Channel.values()) {
            var habit = elder && channel == Channel.WHATSAPP ? -1.5 : 0;
            truth.put(
                    channel,
                    Odds.probability(Odds.log(ANSWERS.getOrDefault(channel, 0.1))
                            + habit
                            + DIFFERENCES * random.nextGaussian()));
        }
        var log = new ArrayList<ChannelCount>();
        for (var i = 0; i < MESSAGES; i++) {
            var channel = MIX.get(random.nextInt(MIX.size()));
            var answered = random.nextDouble() < truth.getOrDefault(channel, 0.0);
            log.add(new ChannelCount(channel, 1, answered ? 1 : 0));
        }
        return new Patient(elder, truth, log);
    }

    private static Channel best(ToDoubleFunction<Channel> rate) {
        return Arrays.stream(Channel.values())
                .max(Comparator.comparingDouble(each -> worth(each, rate.applyAsDouble(each))))
                .orElseThrow();
    }

    private static double worth(Channel channel, double rate) {
        var price = switch (channel) {
            case EMAIL -> PRICES.email();
            case SMS -> PRICES.sms();
            case WHATSAPP -> PRICES.whatsapp();
        };
        return rate * REACH.getOrDefault(channel, 1.0) - price;
    }

    private record Patient(boolean elder, Map<Channel, Double> truth, List<ChannelCount> log) {

        List<ChannelCount> counts() {
            return log;
        }

        double rate(Channel channel) {
            var its = log.stream().filter(each -> each.channel() == channel).toList();
            var answers = its.stream().mapToDouble(ChannelCount::responded).sum();
            return its.isEmpty() ? 0 : answers / its.size();
        }

        double worth(Channel channel) {
            return ChannelSimulation.worth(channel, truth.getOrDefault(channel, 0.0));
        }
    }

    /** Shares of what the oracle earns, and how well answers were forecast. */
    record Result(Map<String, Double> shares, Calibration calibration) {}
}
