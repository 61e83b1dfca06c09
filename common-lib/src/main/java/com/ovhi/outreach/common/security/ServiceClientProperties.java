package com.ovhi.outreach.common.security;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this service calls the others. Durations are real time.
 *
 * @param tokenUri where tokens are issued (OAuth 2.0 client credentials)
 * @param clientId this service
 * @param clientSecret its secret
 * @param connectTimeout per call
 * @param readTimeout per call
 * @param addresses base URL of each service by name
 */
@ConfigurationProperties("outreach.clients")
public record ServiceClientProperties(
        String tokenUri,
        String clientId,
        String clientSecret,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue Map<String, String> addresses) {

    @Override
    public String toString() {
        return "ServiceClientProperties[" + clientId + "]";
    }
}
