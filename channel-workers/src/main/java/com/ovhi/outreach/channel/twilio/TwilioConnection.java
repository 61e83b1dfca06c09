package com.ovhi.outreach.channel.twilio;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ProviderHttp;
import com.ovhi.outreach.channel.gateway.RetryAfter;
import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * The network under Twilio's library. Its own one repeats requests that were answered with 5xx, sets its own time-outs
 * and knows no other address than Twilio's.
 */
final class TwilioConnection extends HttpClient {

    private final CloseableHttpClient http;
    private final URI base;

    private TwilioConnection(CloseableHttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** A client of the account. */
    static TwilioRestClient client(TwilioProperties properties, CallLimits limits) {
        return new Silent(new TwilioRestClient.Builder(properties.apiKeySid(), properties.apiKeySecret())
                .accountSid(properties.accountSid())
                .httpClient(new TwilioConnection(ProviderHttp.create(limits), properties.baseUrl())));
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        try {
            return http.execute(translated(request), TwilioConnection::translated);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response translated(ClassicHttpResponse response) throws IOException, ParseException {
        var entity = response.getEntity();
        var body = entity == null ? "" : EntityUtils.toString(entity, StandardCharsets.UTF_8);
        var header = response.getFirstHeader("Retry-After");
        var retryAfter = RetryAfter.parse(header == null ? null : header.getValue());
        if (response.getCode() == TooFast.STATUS && retryAfter != null) {
            throw new TooFast(body, retryAfter);
        }
        return new Response(body, response.getCode(), response.getHeaders());
    }

    private ClassicHttpRequest translated(Request request) {
        var url = URI.create(request.getUrl());
        // The address of a further page has its query in it.
        var query = Stream.of(url.getRawQuery(), request.encodeQueryParams())
                .filter(each -> each != null && !each.isEmpty())
                .collect(Collectors.joining("&"));
        var target = base + url.getRawPath() + (query.isEmpty() ? "" : "?" + query);
        var translated = ClassicRequestBuilder.create(request.getMethod().toString())
                .setUri(target)
                .addHeader("Accept", "application/json")
                .addHeader("Authorization", request.getAuthString());
        if (request.getMethod() == HttpMethod.POST) {
            translated.setEntity(request.encodeFormBody(), ContentType.APPLICATION_FORM_URLENCODED);
        }
        return translated.build();
    }

    /** The library writes numbers and texts into its debug log. */
    private static final class Silent extends TwilioRestClient {

        Silent(Builder builder) {
            super(builder);
        }

        @Override
        public void logRequest(Request request) {
            // Nothing of a message is logged.
        }
    }
}
