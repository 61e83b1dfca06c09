package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Limit;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.ProviderHttp;
import com.ovhi.outreach.channel.gateway.Refusals;
import com.ovhi.outreach.channel.gateway.RetryAfter;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.Tenants;
import com.ovhi.outreach.channel.gateway.TransportFailure;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.io.IOException;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Messages through the WhatsApp Cloud API. */
class WhatsAppGateway implements ChannelGateway {

    private static final int NO_CODE = -1;

    private final Account account;
    private final RestClient api;
    private final WhatsAppProperties properties;
    private final Refusals refusals;

    WhatsAppGateway(Account account, WhatsAppProperties properties, CallLimits limits, Refusals refusals) {
        this.account = account;
        // Not the shared builder: it would tell Meta our trace ids.
        api = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(ProviderHttp.create(limits)))
                .baseUrl(properties.baseUrl().toString())
                .defaultHeaders(headers -> headers.setBearerAuth(properties.accessToken()))
                .build();
        this.properties = properties;
        this.refusals = refusals;
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public Tenants tenants() {
        return properties.tenants();
    }

    @Override
    public List<Limit> limits() {
        return List.of(new Limit("whatsapp:" + properties.phoneNumberId(), properties.perSecond()));
    }

    @Override
    public SendOutcome send(OutboundMessage message) {
        try {
            return api.post()
                    .uri("/{version}/{number}/messages", properties.version(), properties.phoneNumberId())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(ContractJson.write(WhatsAppMessage.of(message)))
                    .exchangeForRequiredValue((_, response) -> outcome(response));
        } catch (ResourceAccessException e) {
            return TransportFailure.outcome(e);
        }
    }

    private SendOutcome outcome(ClientHttpResponse response) throws IOException {
        var status = response.getStatusCode().value();
        if (status >= 500) {
            return new Unknown("http-" + status);
        }
        if (status >= 300 && status < 400) {
            return new NotSent(FailureClass.CONFIG, "http-" + status, null, About.ACCOUNT);
        }
        var body = json(response);
        if (status >= 400) {
            return refused(response, body.path("error").path("code").asInt(NO_CODE));
        }
        var id = body.path("messages").path(0).path("id").asString("");
        return id.isEmpty() ? new Unknown("no-message-id") : new Accepted(id);
    }

    private SendOutcome refused(ClientHttpResponse response, int code) throws IOException {
        var answer = "http-" + response.getStatusCode().value();
        var wish = RetryAfter.parse(response.getHeaders().getFirst("Retry-After"));
        return code == NO_CODE
                ? refusals.refused(Provider.WHATSAPP, answer, wish)
                : refusals.refused(Provider.WHATSAPP, Integer.toString(code), answer, wish);
    }

    private static JsonNode json(ClientHttpResponse response) throws IOException {
        try {
            return ContractJson.mapper().readTree(response.getBody().readAllBytes());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
