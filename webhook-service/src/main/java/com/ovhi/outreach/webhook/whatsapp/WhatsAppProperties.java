package com.ovhi.outreach.webhook.whatsapp;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Webhooks of the WhatsApp Cloud API.
 *
 * @param accounts by name; {@code main} posts to the path without a name, each other one to a path that ends with its name
 */
@ConfigurationProperties("outreach.webhook.whatsapp")
record WhatsAppProperties(@DefaultValue Map<String, App> accounts) {

    @Override
    public String toString() {
        return "WhatsAppProperties[***]";
    }

    /**
     * An app at Meta: it has a secret of its own and sees the business accounts that its owner lets it see.
     *
     * @param appSecrets that sign; two while one is rotated, none to refuse everything
     * @param verifyToken that Meta shows when the webhook is registered; empty to refuse registration
     * @param businessAccounts ids of the WhatsApp business accounts that are ours; none for any
     * @param organizations that it serves; none for any
     */
    record App(
            @DefaultValue List<String> appSecrets,
            @DefaultValue("") String verifyToken,
            @DefaultValue Set<String> businessAccounts,
            @DefaultValue Set<Long> organizations) {

        @Override
        public String toString() {
            return "App[***]";
        }
    }
}
