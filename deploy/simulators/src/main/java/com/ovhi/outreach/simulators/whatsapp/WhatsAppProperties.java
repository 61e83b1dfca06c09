package com.ovhi.outreach.simulators.whatsapp;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The business account at Meta.
 *
 * @param phoneNumbers display number by phone number id; other ids get the first one
 * @param templates names of the approved templates; empty means any
 * @param marketingMarkers parts of a template name that mean it is a marketing template
 * @param windowRefusal how free-form text outside the customer-service window is refused: by a failed status, as Meta
 *     does, or in the response
 * @param horizon how long undelivered webhooks are retried
 */
@ConfigurationProperties("simulators.whatsapp")
record WhatsAppProperties(
        @DefaultValue("local-access-token") String accessToken,
        @DefaultValue("local-app-secret") String appSecret,

        @DefaultValue("http://127.0.0.1:8087/api/v1/webhooks/whatsapp")
        String webhookUrl,

        @DefaultValue("102290129340398") String businessAccountId,
        @DefaultValue Map<String, String> phoneNumbers,
        @DefaultValue List<String> templates,

        @DefaultValue({"campaign", "marketing", "education", "promo"})
        List<String> marketingMarkers,

        @DefaultValue("STATUS") WindowRefusal windowRefusal,
        @DefaultValue("7d") Duration horizon) {

    /** Where a refusal shows. */
    enum WindowRefusal {
        STATUS,
        RESPONSE
    }

    boolean marketing(String template) {
        String name = template.toLowerCase(Locale.ROOT);
        return marketingMarkers.stream().anyMatch(name::contains);
    }

    String displayNumber(String phoneNumberId) {
        return phoneNumbers.getOrDefault(phoneNumberId, "15550051310");
    }
}
