package com.ovhi.outreach.channel.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.GatewayContract;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.OutboundMessage.Nature;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.testing.Samples;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UnsubscribeLinkTests {

    private static final String BASE = "https://unsubscribe.example/api/v1/unsubscribe/";

    private final FieldCipher cipher = FieldCipher.ofKeyset(KeysetTool.generate());
    private final UnsubscribeLink links =
            new UnsubscribeLink(cipher, new PublicAddresses("https://unsubscribe.example", "https://hooks.example"));

    @Test
    void tellsWhoeverCanOpenItWhichMessageItCameWith() {
        var link = links.of(GatewayContract.message());

        assertThat(opened(link).path("job_id").asString()).isEqualTo(Samples.JOB.toString());
        assertThat(link).doesNotContain(Samples.JOB.toString()).hasSizeLessThan(500);
    }

    @Test
    void namesNoJobWhereTheMessageIsATest() {
        var token = opened(links.of(message(OutboundMessage.NOBODY, Nature.OUTREACH)));

        assertThat(token.has("job_id")).isFalse();
        assertThat(token.path("address_hash").asString()).isEqualTo(Samples.HASH);
    }

    @Test
    void namesNoJobWhereTheMessageIsAnAnswer() {
        assertThat(opened(links.of(message(Samples.PATIENT, Nature.PERSONAL_ANSWER)))
                        .has("job_id"))
                .isFalse();
    }

    private static OutboundMessage message(long patient, Nature nature) {
        var message = GatewayContract.message();
        return new OutboundMessage(
                message.jobId(),
                1,
                patient,
                message.organizationId(),
                message.addressHash(),
                message.deadline(),
                false,
                message.content(),
                nature);
    }

    private JsonNode opened(String link) {
        assertThat(link).startsWith(BASE);
        return ContractJson.mapper().readTree(cipher.open(new Sealed(link.substring(BASE.length())), "unsubscribe"));
    }
}
