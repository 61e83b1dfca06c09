package com.ovhi.outreach.common.security;

import com.ovhi.outreach.common.contract.ContractJson;
import java.net.http.HttpClient;
import java.util.Map;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.web.client.OAuth2ClientHttpRequestInterceptor;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** Makes clients of the other services: HTTP interfaces that carry this service's own access token. Thread-safe. */
public final class ServiceClients {

    private static final String REGISTRATION = "outreach";

    private final RestClient.Builder builder;
    private final OAuth2ClientHttpRequestInterceptor tokens;
    private final ServiceClientProperties properties;

    ServiceClients(
            RestClient.Builder builder, OAuth2ClientHttpRequestInterceptor tokens, ServiceClientProperties properties) {
        this.builder = builder;
        this.tokens = tokens;
        this.properties = properties;
    }

    /**
     * A client.
     *
     * @param api an interface with {@code @HttpExchange} methods
     * @param service the service's name, such as {@code preference-service}
     * @throws IllegalStateException when {@code outreach.clients.addresses} has no address for it
     */
    public <T> T create(Class<T> api, String service) {
        var address = properties.addresses().get(service);
        if (address == null) {
            throw new IllegalStateException("outreach.clients.addresses has no entry for " + service);
        }
        var client = builder.clone()
                .baseUrl(address)
                .requestFactory(new WholeRequests(http(properties), properties.readTimeout()))
                .requestInterceptor(tokens)
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .withJsonConverter(new JacksonJsonHttpMessageConverter(ContractJson.mapper())))
                .defaultRequest(request -> request.attributes(OAuth2ClientHttpRequestInterceptorAttributes::use))
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(api);
    }

    /** Calls of the identity provider, which must not hold up a request for ever when it is silent. */
    public static RestClient tokenRequests(ServiceClientProperties properties) {
        return RestClient.builder()
                .requestFactory(requests(properties))
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    /** HTTP with the time limits of service calls. */
    public static JdkClientHttpRequestFactory requests(ServiceClientProperties properties) {
        var requests = new JdkClientHttpRequestFactory(http(properties));
        requests.setReadTimeout(properties.readTimeout());
        return requests;
    }

    private static HttpClient http(ServiceClientProperties properties) {
        return HttpClient.newBuilder()
                .connectTimeout(properties.connectTimeout())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** Names the client registration a request takes its token from. */
    static final class OAuth2ClientHttpRequestInterceptorAttributes {

        private OAuth2ClientHttpRequestInterceptorAttributes() {}

        static void use(Map<String, Object> attributes) {
            org.springframework.security.oauth2.client.web.client.RequestAttributeClientRegistrationIdResolver
                    .clientRegistrationId(REGISTRATION)
                    .accept(attributes);
        }
    }
}
