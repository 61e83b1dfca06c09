package com.ovhi.outreach.optimizer.response;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.learning.Rate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is believed of the channels on which a patient answers. Immutable. */
public final class ChannelBelief {

    private static final double LEAST_MESSAGES = 4;
    /** One is named only if it is better than every other with this probability. */
    private static final double SURE = 0.8;

    private final Map<Channel, Rate> rates;
    private final Map<Channel, Rate> reach;
    private final ChannelPrices prices;
    private final double sent;

    ChannelBelief(Map<Channel, Rate> rates, Map<Channel, Rate> reach, ChannelPrices prices, double sent) {
        this.rates = Map.copyOf(rates);
        this.reach = Map.copyOf(reach);
        this.prices = prices;
        this.sent = sent;
    }

    /** How likely a message on a channel is answered, once it has arrived. */
    public double response(Channel channel) {
        return rate(rates, channel).mean();
    }

    /** What a message on a channel is worth: answered only if it arrives, less its price. In answers. */
    public double worth(Channel channel) {
        return response(channel) * rate(reach, channel).mean() - prices.of(channel);
    }

    /** The channel that is worth most, however sure that is. */
    public Channel best() {
        return Arrays.stream(Channel.values())
                .max(Comparator.comparingDouble(this::worth))
                .orElseThrow();
    }

    /** The channel that is worth most, with how sure that is; empty without enough evidence. */
    public Optional<Choice> choice() {
        var best = best();
        var confidence = Arrays.stream(Channel.values())
                .filter(each -> each != best)
                .mapToDouble(each -> rate(rates, best).above(shifted(each, best)))
                .min()
                .orElse(0);
        return sent >= LEAST_MESSAGES && confidence >= SURE
                ? Optional.of(new Choice(best, confidence))
                : Optional.empty();
    }

    /** The rate another channel would need to be worth as much as the best, given reach and price of both. */
    private Rate shifted(Channel other, Channel best) {
        var rate = rate(rates, other);
        var needed = (worth(other) + prices.of(best)) / rate(reach, best).mean();
        return Rate.believed(needed, rate.successes() + rate.failures());
    }

    private static Rate rate(Map<Channel, Rate> rates, Channel channel) {
        @Nullable Rate rate = rates.get(channel);
        if (rate == null) {
            throw new IllegalStateException("A channel nothing is believed of");
        }
        return rate;
    }

    /**
     * A channel.
     *
     * @param confidence how likely it is the best, against the strongest of the others
     */
    public record Choice(Channel channel, double confidence) {}
}
