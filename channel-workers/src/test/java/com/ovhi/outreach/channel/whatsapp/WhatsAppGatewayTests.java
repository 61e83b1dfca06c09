package com.ovhi.outreach.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.GatewayContract;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.Samples;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhatsAppGatewayTests implements GatewayContract {

    @Override
    public ChannelGateway gateway(URI baseUrl) {
        return new WhatsAppGateway(
                Account.main(Provider.WHATSAPP),
                new WhatsAppProperties(baseUrl, "v25.0", "106540352242922", "token", 80, Set.of(), false),
                LIMITS,
                GatewayContract.refusals());
    }

    @Override
    public FakeProvider.Answer acceptance(String messageId) {
        return new Json(200, Map.of(), """
                {"messaging_product":"whatsapp","contacts":[{"input":"12125550100","wa_id":"12125550100"}],
                 "messages":[{"id":"%s","message_status":"accepted"}]}""".formatted(messageId));
    }

    @Override
    public FakeProvider.Answer refusal() {
        return error(400, 132001);
    }

    @Override
    public FakeProvider.Answer tooFast() {
        return error(400, 130429);
    }

    @Override
    public FakeProvider.Answer badCredentials() {
        return error(401, 190);
    }

    @Override
    public FakeProvider.Answer unheardOf() {
        return error(400, 199999);
    }

    private static Json error(int status, int code) {
        return new Json(
                status,
                Map.of(),
                "{\"error\":{\"message\":\"(#" + code + ") No\",\"type\":\"OAuthException\",\"code\":" + code
                        + ",\"fbtrace_id\":\"A\"}}");
    }

    @Test
    void writesTheTemplateAsMetaDocumentsIt() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("wamid.1"));

            gateway(provider.url()).send(GatewayContract.message());

            var request = provider.requests().getFirst();
            assertThat(request.uri()).hasPath("/v25.0/106540352242922/messages");
            assertThat(request.header("Authorization")).isEqualTo("Bearer token");
            assertThat(ContractJson.mapper().readTree(request.body()))
                    .isEqualTo(ContractJson.mapper().readTree("""
                            {"messaging_product":"whatsapp","recipient_type":"individual","to":"12125550100",
                             "type":"template",
                             "biz_opaque_callback_data":"01958f2e-7c00-7000-8000-000000000001:2",
                             "template":{"name":"appt_reminder","language":{"policy":"deterministic","code":"en_US"},
                              "components":[
                               {"type":"body","parameters":[{"type":"text","text":"Clinic"},
                                {"type":"text","text":"Wed Mar 4, 9:30 AM"}]},
                               {"type":"button","sub_type":"quick_reply","index":"0",
                                "parameters":[{"type":"payload","payload":"c:1"}]},
                               {"type":"button","sub_type":"quick_reply","index":"1",
                                "parameters":[{"type":"payload","payload":"r:1"}]}]}}"""));
        }
    }

    @Test
    void writesFreeTextToAUserWithoutANumber() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("wamid.1"));
            var template = GatewayContract.message();
            var content = new MessageContent(
                    "US.13491208655302741918", Samples.HASH, null, "Thank you.", null, null, "Clinic", "en");

            gateway(provider.url())
                    .send(new OutboundMessage(
                            template.jobId(),
                            template.attempt(),
                            template.patientId(),
                            template.organizationId(),
                            template.addressHash(),
                            template.deadline(),
                            false,
                            content));

            assertThat(ContractJson.mapper()
                            .readTree(provider.requests().getFirst().body()))
                    .isEqualTo(ContractJson.mapper().readTree("""
                            {"messaging_product":"whatsapp","recipient_type":"individual",
                             "recipient":"US.13491208655302741918","type":"text",
                             "biz_opaque_callback_data":"01958f2e-7c00-7000-8000-000000000001:2",
                             "text":{"body":"Thank you.","preview_url":false}}"""));
        }
    }
}
