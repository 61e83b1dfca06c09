package com.ovhi.outreach.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.GatewayContract;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.FailureClass;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatsAppGatewayTests implements GatewayContract {

    @Override
    public ChannelGateway gateway(URI baseUrl) {
        return new WhatsAppGateway(
                new WhatsAppProperties(baseUrl, "v25.0", "106540352242922", "token"),
                LIMITS,
                GatewayContract.unknownCodes());
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

    @ParameterizedTest
    @CsvSource({
        "CONFIG, 0 3 10 190 200 250 299 131005",
        "THROTTLE, 4 80007 130429 133016 131056 131048",
        "CONFIG, 131064",
        "RETRY, 1 2 131000 131016 135000 131053 131052 131057 2494100",
        "CONFIG, 368 131031 130497",
        "PERM_MSG, 131008 131009 100 131051 131021",
        "PERM_ADDR, 131026",
        "CONFIG, 131030",
        "WINDOW, 131047",
        "PERM_MSG, 131049 130472",
        "OPTOUT, 131050",
        "CONFIG, 131037 131042 131044 131045 131062 131063",
        "PERM_MSG, 132000 132012 132008 132005 132001 132007 132015 132016 137000"
    })
    void knowsWhatACodeMeans(FailureClass failureClass, String codes) {
        for (var code : codes.split(" ")) {
            assertThat(WhatsAppCodes.TABLE.of(Integer.parseInt(code)))
                    .as(code)
                    .hasValueSatisfying(
                            ruling -> assertThat(ruling.failureClass()).isEqualTo(failureClass));
        }
    }
}
