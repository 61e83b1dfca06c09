package com.ovhi.outreach.webhook.whatsapp;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Webhooks of the WhatsApp Cloud API.
 *
 * @param appSecrets that sign; two while one is rotated, none to refuse everything
 * @param verifyToken that Meta shows when the webhook is registered; empty to refuse registration
 */
@ConfigurationProperties("outreach.webhook.whatsapp")
record WhatsAppProperties(
        @DefaultValue List<String> appSecrets,
        @DefaultValue("") String verifyToken) {

    @Override
    public String toString() {
        return "WhatsAppProperties[***]";
    }
}
