package com.ovhi.outreach.channel.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Under which addresses the suite is known outside; they are written into messages.
 *
 * @param unsubscribeBase of preference-service
 * @param webhookBase of webhook-service
 */
@ConfigurationProperties("outreach.channel")
public record PublicAddresses(
        @DefaultValue("http://127.0.0.1:8082") String unsubscribeBase,
        @DefaultValue("http://127.0.0.1:8087") String webhookBase) {}
