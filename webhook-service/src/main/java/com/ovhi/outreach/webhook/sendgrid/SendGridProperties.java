package com.ovhi.outreach.webhook.sendgrid;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * SendGrid's Event Webhook.
 *
 * @param publicKeys verification keys, Base64 of the X.509 SPKI; two while one is rotated, none to refuse everything
 */
@ConfigurationProperties("outreach.webhook.sendgrid")
record SendGridProperties(@DefaultValue List<String> publicKeys) {}
