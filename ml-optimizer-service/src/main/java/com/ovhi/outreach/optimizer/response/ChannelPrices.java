package com.ovhi.outreach.optimizer.response;

import com.ovhi.outreach.common.ids.Channel;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a message costs, in shares of what an answer is worth: an answer worth a dollar and a text of a cent make 0.01.
 * What an answer is worth is the organisation's guess; prices are not published here, so these are assumptions.
 */
@ConfigurationProperties("outreach.optimizer.price")
public record ChannelPrices(
        @DefaultValue("0.001") double email,
        @DefaultValue("0.01") double sms,
        @DefaultValue("0.006") double whatsapp) {

    /** Checks. */
    public ChannelPrices {
        if (!(email >= 0 && sms >= 0 && whatsapp >= 0 && email < 1 && sms < 1 && whatsapp < 1)) {
            throw new IllegalArgumentException("Prices lie between 0 and the worth of an answer");
        }
    }

    /** Of one message. */
    double of(Channel channel) {
        return switch (channel) {
            case EMAIL -> email;
            case SMS -> sms;
            case WHATSAPP -> whatsapp;
        };
    }
}
