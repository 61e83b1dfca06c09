package com.ovhi.outreach.channel.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.GatewayContract;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.OutboundMessage.Nature;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.time.Pace;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendGridGatewayTests implements GatewayContract {

    private final FieldCipher cipher = FieldCipher.ofKeyset(KeysetTool.generate());

    @Override
    public ChannelGateway gateway(URI baseUrl) {
        return gateway(baseUrl, null, null);
    }

    private ChannelGateway gateway(URI baseUrl, @Nullable String replyTo, @Nullable String replyDomain) {
        var addresses = new PublicAddresses("https://unsubscribe.example", "https://hooks.example");
        return new SendGridGateway(
                Account.main(Provider.SENDGRID),
                new SendGridProperties(
                        baseUrl,
                        "SG.key",
                        "clinic@mail.example.org",
                        replyTo,
                        replyDomain,
                        "stop@mail.example.org",
                        1000,
                        false,
                        6,
                        Set.of(),
                        false),
                LIMITS,
                new UnsubscribeLink(cipher, addresses),
                GatewayContract.refusals(),
                new SettableClock(),
                new Pace(1));
    }

    @Override
    public FakeProvider.Answer acceptance(String messageId) {
        return new Json(202, messageId.isEmpty() ? Map.of() : Map.of("X-Message-Id", messageId), "");
    }

    @Override
    public FakeProvider.Answer refusal() {
        return new Json(400, Map.of(), "{\"errors\":[{\"message\":\"Bad Request\",\"field\":null,\"help\":null}]}");
    }

    @Override
    public FakeProvider.Answer tooFast() {
        return new Json(429, Map.of(), "{\"errors\":[{\"message\":\"too many requests\"}]}");
    }

    @Override
    public FakeProvider.Answer badCredentials() {
        return new Json(401, Map.of(), "{\"errors\":[{\"message\":\"Permission denied, wrong credentials\"}]}");
    }

    @Override
    public FakeProvider.Answer unheardOf() {
        return new Json(418, Map.of(), "{}");
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERM_MSG",
        "401, CONFIG",
        "403, CONFIG",
        "404, CONFIG",
        "405, CONFIG",
        "413, PERM_MSG",
        "429, THROTTLE"
    })
    void knowsWhatAStatusMeans(int status, FailureClass failureClass) {
        try (var provider = FakeProvider.start()) {
            provider.answer(status, "<html>not JSON</html>");

            assertThat(gateway(provider.url()).send(GatewayContract.message()))
                    .isInstanceOfSatisfying(
                            NotSent.class, it -> assertThat(it.failureClass()).isEqualTo(failureClass));
        }
    }

    @Test
    void waitsUntilTheRateLimitIsReset() {
        try (var provider = FakeProvider.start()) {
            var reset = Long.toString(SettableClock.START.getEpochSecond() + 7);
            provider.behave(request -> new Json(429, Map.of("X-RateLimit-Reset", reset), "{}"));

            assertThat(gateway(provider.url()).send(GatewayContract.message()))
                    .isInstanceOfSatisfying(
                            NotSent.class, it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        }
    }

    @Test
    void takesAnAnswerThatIsNotTheDocumentedOneForUnknown() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> new Json(200, Map.of("X-Message-Id", "sandbox"), ""));

            assertThat(gateway(provider.url()).send(GatewayContract.message()).code())
                    .isEqualTo("http-200");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -",
                "desk@clinic.example, -, desk@clinic.example",
                "desk@clinic.example, parse.example.org, tagged",
                "-, parse.example.org, tagged",
                "desk@clinic.example, ' ', desk@clinic.example"
            })
    void letsAnswersNameTheMessageTheyAnswer(
            @Nullable String replyTo, @Nullable String replyDomain, @Nullable String expected) {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("id"));

            gateway(provider.url(), replyTo, replyDomain).send(GatewayContract.message());

            var tagged = "reply+" + Samples.JOB.toString().replace("-", "") + "@parse.example.org";
            assertThat(ContractJson.mapper()
                            .readTree(provider.requests().getFirst().body())
                            .path("reply_to")
                            .path("email")
                            .asString(null))
                    .isEqualTo("tagged".equals(expected) ? tagged : expected);
        }
    }

    @Test
    void writesOneRecipientOurIdsAndAnUnsubscribeLinkThatOnlyWeCanRead() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("id"));

            gateway(provider.url()).send(GatewayContract.message());

            var request = provider.requests().getFirst();
            assertThat(request.uri().getPath()).isEqualTo("/v3/mail/send");
            assertThat(request.header("Authorization")).isEqualTo("Bearer SG.key");
            var mail = ContractJson.mapper().readTree(request.body());
            assertThat(mail.path("personalizations")).hasSize(1);
            var personalization = mail.path("personalizations").path(0);
            assertThat(personalization.path("to")).hasSize(1);
            assertThat(personalization.path("custom_args").path("job_id").asString())
                    .isEqualTo(Samples.JOB.toString());
            assertThat(personalization.path("custom_args").path("attempt").asString())
                    .isEqualTo("2");
            assertThat(mail.path("content").path(0).path("type").asString()).isEqualTo("text/plain");
            assertThat(mail.path("content").path(1).path("type").asString()).isEqualTo("text/html");
            assertThat(mail.path("categories").toString()).isEqualTo("[\"class:transactional\"]");
            assertThat(mail.path("tracking_settings")
                            .path("click_tracking")
                            .path("enable")
                            .asBoolean(true))
                    .isFalse();
            var link = mail.path("headers").path("List-Unsubscribe").asString();
            assertThat(mail.path("headers").path("List-Unsubscribe-Post").asString())
                    .isEqualTo("List-Unsubscribe=One-Click");
            assertThat(link).startsWith("<https://unsubscribe.example/api/v1/unsubscribe/");
            assertThat(link).endsWith(">, <mailto:stop@mail.example.org>");
            assertThat(mail.path("tracking_settings").toString())
                    .contains("\"subscription_tracking\":{\"enable\":false}", "\"ganalytics\":{\"enable\":false}");
            var token = link.substring(link.lastIndexOf("/unsubscribe/") + 13, link.indexOf('>'));
            assertThat(ContractJson.mapper().readTree(cipher.open(new Sealed(token), "unsubscribe")))
                    .isEqualTo(ContractJson.mapper().readTree("""
                            {"patient_id":1176,"organization_id":16,"channel":"email",
                             "address_hash":"0123456789abcdef0123456789abcdef","job_id":"%s"}""".formatted(Samples.JOB)));
        }
    }

    @ParameterizedTest
    @EnumSource(Nature.class)
    void saysOfAnAnswerWhetherAMachineWroteItAndPutsItOnNoList(Nature nature) {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("id"));
            var message = GatewayContract.message();

            gateway(provider.url())
                    .send(new OutboundMessage(
                            message.jobId(),
                            0,
                            message.patientId(),
                            message.organizationId(),
                            message.addressHash(),
                            message.deadline(),
                            false,
                            message.content(),
                            nature));

            var mail = ContractJson.mapper()
                    .readTree(provider.requests().getFirst().body());
            var answers = nature != Nature.OUTREACH;
            assertThat(mail.path("headers").has("List-Unsubscribe")).isEqualTo(!answers);
            assertThat(mail.path("headers").path("Auto-Submitted").asString(""))
                    .isEqualTo(nature == Nature.AUTOMATIC_ANSWER ? "auto-replied" : "");
            assertThat(mail.path("tracking_settings").has("open_tracking")).isEqualTo(answers);
            assertThat(mail.path("personalizations")
                            .path(0)
                            .path("custom_args")
                            .path("attempt")
                            .asString())
                    .isEqualTo("0");
        }
    }

    /** Mail programs show an answer beneath what it answers; what somebody made up as an id becomes no header. */
    @ParameterizedTest
    @ValueSource(
            strings = {"m1@mail.example.com", "m1\r\nBcc: x@example.com", "<m1@mail.example.com>", "m 1@example.com", ""
            })
    void anAnswerNamesTheMailThatItAnswers(String id) {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("id"));
            var message = GatewayContract.message();
            var content = message.content();

            gateway(provider.url())
                    .send(new OutboundMessage(
                            message.jobId(),
                            0,
                            message.patientId(),
                            message.organizationId(),
                            message.addressHash(),
                            message.deadline(),
                            false,
                            new MessageContent(
                                            content.address(),
                                            content.addressHash(),
                                            content.subject(),
                                            content.text(),
                                            null,
                                            null,
                                            content.senderName(),
                                            content.language())
                                    .answering(id),
                            Nature.PERSONAL_ANSWER));

            var headers = ContractJson.mapper()
                    .readTree(provider.requests().getFirst().body())
                    .path("headers");
            var expected = id.equals("m1@mail.example.com") ? "<" + id + ">" : "";
            assertThat(headers.path("In-Reply-To").asString("")).isEqualTo(expected);
            assertThat(headers.path("References").asString("")).isEqualTo(expected);
        }
    }
}
