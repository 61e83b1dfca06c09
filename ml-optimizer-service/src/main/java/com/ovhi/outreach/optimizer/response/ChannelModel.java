package com.ovhi.outreach.optimizer.response;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.learning.Example;
import com.ovhi.outreach.optimizer.learning.Logistic;
import com.ovhi.outreach.optimizer.learning.Odds;
import com.ovhi.outreach.optimizer.learning.Rate;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How likely a message is answered by the channel it is sent on, from few features: the channel, whether it is marketing,
 * and whether the patient is 65 or older. What a patient does outweighs it soon. Immutable.
 *
 * @param answers the regression on {@link #features}
 * @param reach how likely a message arrives, by channel
 */
public record ChannelModel(Logistic answers, Map<Channel, Rate> reach) {

    /** For how many of a patient's own messages on a channel the model counts. */
    private static final double STRENGTH = 6;

    private static final double ASSUMED_MESSAGES = 200;
    private static final int FEATURES = 6;

    /** Copies and checks. */
    public ChannelModel {
        reach = Map.copyOf(reach);
        if (answers.coefficients().size() != FEATURES || reach.size() != Channel.values().length) {
            throw new IllegalArgumentException("No such model of channels");
        }
    }

    /** Before anything is learned: 45 of 100 texts, 50 of 100 WhatsApp messages and 8 of 100 mails are answered. */
    public static ChannelModel defaults() {
        var text = Odds.log(0.45);
        return new ChannelModel(
                Logistic.believed(
                        List.of(text, Odds.log(0.08) - text, Odds.log(0.50) - text, Odds.log(0.20) - text, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0, 1.0, 0.5, 0.5)),
                Map.of(
                        Channel.SMS, Rate.believed(0.95, ASSUMED_MESSAGES),
                        Channel.EMAIL, Rate.believed(0.97, ASSUMED_MESSAGES),
                        Channel.WHATSAPP, Rate.believed(0.90, ASSUMED_MESSAGES)));
    }

    /** What the model looks at. */
    public static List<Double> features(Channel channel, boolean marketing, boolean elder) {
        var email = channel == Channel.EMAIL ? 1.0 : 0.0;
        var whatsapp = channel == Channel.WHATSAPP ? 1.0 : 0.0;
        var old = elder ? 1.0 : 0.0;
        return List.of(1.0, email, whatsapp, marketing ? 1.0 : 0.0, email * old, whatsapp * old);
    }

    /**
     * Learns of what was answered and what arrived.
     *
     * @param arrivals sent and arrived messages by channel, as {@code sent} and {@code responded}
     */
    public ChannelModel after(List<Example> examples, Collection<ChannelCount> arrivals) {
        var learned = new EnumMap<Channel, Rate>(reach);
        arrivals.forEach(each -> learned.computeIfPresent(
                each.channel(), (_, rate) -> rate.after(each.responded(), each.sent() - each.responded())));
        return new ChannelModel(answers.after(examples), learned);
    }

    /** What is believed of a patient who did this so far. */
    public ChannelBelief belief(boolean elder, List<ChannelCount> counts, ChannelPrices prices) {
        var rates = new EnumMap<Channel, Rate>(Channel.class);
        for (var channel : Channel.values()) {
            rates.put(channel, Rate.believed(answers.probability(features(channel, false, elder)), STRENGTH));
        }
        var sent = 0.0;
        for (var each : counts) {
            rates.computeIfPresent(
                    each.channel(), (_, rate) -> rate.after(each.responded(), each.sent() - each.responded()));
            sent += each.sent();
        }
        return new ChannelBelief(rates, reach, prices, sent);
    }
}
