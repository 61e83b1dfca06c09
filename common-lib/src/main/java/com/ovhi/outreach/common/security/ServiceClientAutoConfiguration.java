package com.ovhi.outreach.common.security;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.client.RestClient;

/** Clients of the other services, with tokens from the client-credentials grant. */
@AutoConfiguration(afterName = "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration")
@EnableConfigurationProperties(ServiceClientProperties.class)
public final class ServiceClientAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    ServiceClients serviceClients(RestClient.Builder builder, ServiceClientProperties properties) {
        return new ServiceClients(builder, tokens(properties), properties);
    }

    private static RestClientClientCredentialsTokenResponseClient tokenClient(ServiceClientProperties properties) {
        var client = new RestClientClientCredentialsTokenResponseClient();
        client.setRestClient(ServiceClients.tokenRequests(properties));
        return client;
    }

    private static OAuth2ClientHttpRequestInterceptor tokens(ServiceClientProperties properties) {
        var registrations = new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId("outreach")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(properties.tokenUri())
                .clientId(properties.clientId())
                .clientSecret(properties.clientSecret())
                .build());
        var manager = new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials(grant -> grant.accessTokenResponseClient(tokenClient(properties)))
                .build());
        var interceptor = new OAuth2ClientHttpRequestInterceptor(manager);
        interceptor.setPrincipalResolver(
                request -> new org.springframework.security.authentication.UsernamePasswordAuthenticationToken(
                        properties.clientId(), ""));
        return interceptor;
    }
}
