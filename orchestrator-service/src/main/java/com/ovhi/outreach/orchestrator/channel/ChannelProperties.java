package com.ovhi.outreach.orchestrator.channel;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which channel is tried first for which purpose.
 *
 * @param order channels per purpose; purposes that are left out keep their default
 */
@ConfigurationProperties("outreach.channels")
public record ChannelProperties(Map<Purpose, List<Channel>> order) {

    private static final Map<Purpose, List<Channel>> DEFAULTS = Map.of(
            Purpose.APPT_CONFIRM, List.of(Channel.WHATSAPP, Channel.SMS, Channel.EMAIL),
            Purpose.APPT_REMINDER, List.of(Channel.SMS, Channel.WHATSAPP, Channel.EMAIL),
            Purpose.NO_SHOW, List.of(Channel.EMAIL, Channel.SMS, Channel.WHATSAPP),
            Purpose.RX_REFILL, List.of(Channel.EMAIL, Channel.SMS, Channel.WHATSAPP),
            Purpose.LAB_READY, List.of(Channel.EMAIL, Channel.SMS, Channel.WHATSAPP),
            Purpose.CAMPAIGN_EDUCATION, List.of(Channel.EMAIL, Channel.SMS),
            Purpose.URGENT, List.of(Channel.SMS, Channel.WHATSAPP, Channel.EMAIL));

    /** Completes with the defaults; refuses an empty or repetitive order. */
    public ChannelProperties(@Nullable Map<Purpose, List<Channel>> order) {
        var complete = new EnumMap<>(DEFAULTS);
        if (order != null) {
            complete.putAll(order);
        }
        complete.forEach((purpose, channels) -> {
            if (channels.isEmpty() || new HashSet<>(channels).size() < channels.size()) {
                throw new IllegalStateException(
                        "outreach.channels.order." + purpose.code() + " must name each channel at most once");
            }
        });
        this.order = Map.copyOf(complete);
    }

    List<Channel> of(Purpose purpose) {
        return order.getOrDefault(purpose, List.of());
    }
}
