package com.ovhi.outreach.analytics.cost;

import com.ovhi.outreach.common.ids.Channel;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What providers charge and what a kept visit is worth. The defaults are examples: contracts differ, carrier fees included.
 *
 * @param currency of all amounts, ISO 4217
 * @param twilioSegment per segment of an SMS
 * @param sendgridMessage per e-mail
 * @param whatsappMessage per template message
 * @param keptVisit value of a visit that would not have been kept
 */
@ConfigurationProperties("outreach.analytics.prices")
record Prices(
        @DefaultValue("USD") String currency,
        @DefaultValue("0.0113") BigDecimal twilioSegment,
        @DefaultValue("0.0009") BigDecimal sendgridMessage,
        @DefaultValue("0.0040") BigDecimal whatsappMessage,
        @DefaultValue("120") BigDecimal keptVisit) {

    /** Refuses prices below zero. */
    Prices {
        for (var price : new BigDecimal[] {twilioSegment, sendgridMessage, whatsappMessage, keptVisit}) {
            if (price.signum() < 0) {
                throw new IllegalStateException("outreach.analytics.prices must not be negative");
            }
        }
    }

    String provider(Channel channel) {
        return switch (channel) {
            case SMS -> "twilio";
            case EMAIL -> "sendgrid";
            case WHATSAPP -> "whatsapp";
        };
    }

    /** What messages of a channel cost; segments count on SMS only. */
    BigDecimal cost(Channel channel, long messages, long segments) {
        return switch (channel) {
            case SMS -> twilioSegment.multiply(BigDecimal.valueOf(segments));
            case EMAIL -> sendgridMessage.multiply(BigDecimal.valueOf(messages));
            case WHATSAPP -> whatsappMessage.multiply(BigDecimal.valueOf(messages));
        };
    }
}
