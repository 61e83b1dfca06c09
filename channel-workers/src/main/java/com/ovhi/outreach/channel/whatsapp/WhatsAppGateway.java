package com.ovhi.outreach.channel.whatsapp;

import com.ovhi.outreach.channel.gateway.CallLimits;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.ProviderHttp;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.TransportFailure;
import com.ovhi.outreach.channel.gateway.UnknownCodes;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Template messages through the WhatsApp Cloud API. */
@Component
class WhatsAppGateway implements ChannelGateway {

    private static final int NO_CODE = -1;

    private final RestClient api;
    private final WhatsAppProperties properties;
    private final UnknownCodes unknownCodes;

    WhatsAppGateway(WhatsAppProperties properties, CallLimits limits, UnknownCodes unknownCodes) {
        // Not the shared builder: it would tell Meta our trace ids.
        api = RestClient.builder()
                .requestFactory(new HttpComponentsClientHttpRequestFactory(ProviderHttp.create(limits)))
                .baseUrl(properties.baseUrl().toString())
                .defaultHeaders(headers -> headers.setBearerAuth(properties.accessToken()))
                .build();
        this.properties = properties;
        this.unknownCodes = unknownCodes;
    }

    @Override
    public Provider provider() {
        return Provider.WHATSAPP;
    }

    @Override
    public SendOutcome send(OutboundMessage message) {
        var template = message.content().whatsapp();
        if (template == null) {
            return NotSent.refused(FailureClass.PERM_MSG, "no-template");
        }
        try {
            return api.post()
                    .uri("/{version}/{number}/messages", properties.version(), properties.phoneNumberId())
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(ContractJson.write(TemplateMessage.of(message, template)))
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
            return new NotSent(FailureClass.CONFIG, "http-" + status, null, true);
        }
        var body = json(response);
        if (status >= 400) {
            return refused(status, body.path("error").path("code").asInt(NO_CODE));
        }
        var id = body.path("messages").path(0).path("id").asString("");
        return id.isEmpty() ? new Unknown("no-message-id") : new Accepted(id);
    }

    private SendOutcome refused(int status, int code) {
        var known = code == NO_CODE ? status == 429 ? 130429 : status == 401 || status == 403 ? 190 : NO_CODE : code;
        var name = code == NO_CODE ? "http-" + status : Integer.toString(code);
        return WhatsAppCodes.TABLE
                .of(known)
                .map(ruling -> ruling.outcome(name))
                .orElseGet(() -> unknownCodes.refused(Provider.WHATSAPP, name));
    }

    private static JsonNode json(ClientHttpResponse response) throws IOException {
        try {
            return ContractJson.mapper().readTree(response.getBody().readAllBytes());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
