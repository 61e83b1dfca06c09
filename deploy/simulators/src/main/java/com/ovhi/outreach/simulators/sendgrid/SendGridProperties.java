package com.ovhi.outreach.simulators.sendgrid;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The account at SendGrid.
 *
 * @param parseUrl where mail of patients is posted
 * @param signingKey private key of the Event Webhook, base64 PKCS #8; made and kept when unset
 * @param verifiedDomains domains that may be written in {@code from}; empty means any
 * @param flush how long events are collected before they are posted, real time
 * @param activity whether the key may read the activity feed
 * @param activityPerMinute how often it may do so
 * @param activityDelay how long after it was accepted the feed shows a message, real time
 * @param horizon how long undelivered events are retried
 */
@ConfigurationProperties("simulators.sendgrid")
record SendGridProperties(
        @DefaultValue("SG.local-development-key") String apiKey,

        @DefaultValue("http://127.0.0.1:8087/api/v1/webhooks/sendgrid/events")
        String webhookUrl,

        @DefaultValue("http://127.0.0.1:8087/api/v1/webhooks/sendgrid/inbound")
        String parseUrl,

        @Nullable String signingKey,
        @DefaultValue List<String> verifiedDomains,
        @DefaultValue("100ms") Duration flush,
        @DefaultValue("true") boolean activity,
        @DefaultValue("6") int activityPerMinute,
        @DefaultValue("20s") Duration activityDelay,
        @DefaultValue("24h") Duration horizon) {}
