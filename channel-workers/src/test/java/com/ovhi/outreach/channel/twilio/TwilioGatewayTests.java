package com.ovhi.outreach.channel.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.GatewayContract;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.time.Pace;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioGatewayTests implements GatewayContract {

    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String SERVICE = "MG00000000000000000000000000000001";

    @Override
    public ChannelGateway gateway(URI baseUrl) {
        return gateway(baseUrl, 1);
    }

    private static ChannelGateway gateway(URI baseUrl, double speed) {
        var account = account(baseUrl);
        return new TwilioGateway(
                Account.main(Provider.TWILIO),
                TwilioConnection.client(account, LIMITS),
                account,
                new PublicAddresses("https://unsubscribe.example", "https://hooks.example"),
                GatewayContract.refusals(),
                new SettableClock(),
                new Pace(speed));
    }

    private static TwilioProperties account(URI baseUrl) {
        return new TwilioProperties(baseUrl, ACCOUNT, "SK1", "secret", SERVICE, "", false, 500, 1000, Set.of(), false);
    }

    @Override
    public FakeProvider.Answer acceptance(String messageId) {
        return new Json(
                201,
                Map.of(),
                messageId.isEmpty()
                        ? "not json"
                        : "{\"sid\":\"" + messageId + "\",\"status\":\"accepted\",\"body\":\"Your visit.\"}");
    }

    @Override
    public FakeProvider.Answer refusal() {
        return error(400, 21617);
    }

    @Override
    public FakeProvider.Answer tooFast() {
        return error(429, 20429);
    }

    @Override
    public FakeProvider.Answer badCredentials() {
        return error(401, 20003);
    }

    @Override
    public FakeProvider.Answer unheardOf() {
        return error(400, 29999);
    }

    private static Json error(int status, int code) {
        return new Json(
                status,
                Map.of(),
                "{\"code\":" + code + ",\"message\":\"No\",\"more_info\":\"https://x\",\"status\":" + status + "}");
    }

    @Test
    void passesOnWhatACodeMeans() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> error(400, 21610));

            assertThat(gateway(provider.url()).send(GatewayContract.message()))
                    .isEqualTo(new NotSent(FailureClass.OPTOUT, "21610", null, About.RECIPIENT));
        }
    }

    @Test
    void namesJobAndAttemptInTheCallbackAndEndsWithTheDeadline() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("SM1"));

            gateway(provider.url()).send(GatewayContract.message());

            var request = provider.requests().getFirst();
            assertThat(request.uri()).hasPath("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
            assertThat(request.header("Authorization")).startsWith("Basic ");
            assertThat(request.field("To")).isEqualTo("+12125550100");
            assertThat(request.field("Body")).isEqualTo("Your visit.");
            assertThat(request.field("MessagingServiceSid")).isEqualTo(SERVICE);
            assertThat(request.field("SmartEncoded")).isEqualTo("true");
            assertThat(request.field("ValidityPeriod")).isEqualTo("600");
            assertThat(request.field("StatusCallback"))
                    .isEqualTo("https://hooks.example/api/v1/webhooks/twilio/status?job=" + Samples.JOB
                            + "&a=2#rc=5&rp=all");
        }
    }

    @Test
    void measuresTheValidityInRealTimeAndNeverAsksForNone() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> acceptance("SM1"));

            gateway(provider.url(), 1_800).send(GatewayContract.message());

            assertThat(provider.requests().getFirst().field("ValidityPeriod")).isEqualTo("1");
        }
    }

    @Test
    void findsWhatTwilioAcceptedForANumber() throws LookupFailed {
        try (var provider = FakeProvider.start()) {
            provider.answer(200, """
                    {"messages":[
                      {"sid":"SM3","body":"Your visit!","date_created":"Mon, 02 Mar 2026 15:00:05 +0000"},
                      {"sid":"SM2","body":"Another text","date_created":"Mon, 02 Mar 2026 15:00:04 +0000"},
                      {"sid":"SM1","body":"Your visit.","date_created":"Sun, 01 Mar 2026 15:00:00 +0000"}],
                     "page":0,"page_size":100,"uri":"/x","first_page_uri":"/x","next_page_uri":null}""");
            var lookup = new TwilioLookup(TwilioConnection.client(account(provider.url()), LIMITS));

            var found = lookup.find("+12125550100", "Your visit.", SettableClock.START);

            assertThat(found).containsExactly("SM3");
            assertThat(provider.requests().getFirst().uri().getQuery()).contains("To=+12125550100");
        }
    }

    @Test
    void turnsThePagesUntilTheMessagesAreTooOld() throws LookupFailed {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> {
                var number = page(request);
                return new Json(
                        200, Map.of(), listing(number, number == 2 ? "Your visit." : "Another text", number < 9));
            });
            var lookup = new TwilioLookup(TwilioConnection.client(account(provider.url()), LIMITS));

            assertThat(lookup.find("+12125550100", "Your visit.", SettableClock.START.minusSeconds(2_000)))
                    .containsExactly("SM2");

            assertThat(provider.requests()).hasSize(4);
        }
    }

    @Test
    void doesNotTakeAListWithoutEndForNotFound() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> new Json(200, Map.of(), listing(0, "Another text", true)));
            var lookup = new TwilioLookup(TwilioConnection.client(account(provider.url()), LIMITS));

            assertThatThrownBy(() -> lookup.find("+12125550100", "Your visit.", SettableClock.START.minusSeconds(60)))
                    .isInstanceOf(LookupFailed.class);

            assertThat(provider.requests()).hasSize(20);
        }
    }

    /** Each page is 900 seconds older than the one before. */
    private static String listing(int page, String text, boolean more) {
        var created = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
                .format(SettableClock.START.minusSeconds(900L * page).atZone(ZoneOffset.UTC));
        return """
                {"messages":[{"sid":"SM%d","body":"%s","date_created":"%s"}],"page":%d,"page_size":100,"uri":"/x",
                 "next_page_uri":%s}""".formatted(
                page,
                text,
                created,
                page,
                more ? "\"/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json?Page=" + (page + 1) + "\"" : "null");
    }

    private static int page(FakeProvider.Request request) {
        return Arrays.stream(request.uri().getQuery().split("&"))
                .filter(each -> each.startsWith("Page="))
                .mapToInt(each -> Integer.parseInt(each.substring(5)))
                .findFirst()
                .orElse(0);
    }

    @Test
    void passesOnHowLongTwilioWantsToBeLeftAlone() {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> new Json(429, Map.of("Retry-After", "7"), "{\"code\":20429,\"status\":429}"));

            assertThat(gateway(provider.url()).send(GatewayContract.message()))
                    .isEqualTo(new NotSent(FailureClass.THROTTLE, "20429", Duration.ofSeconds(7), About.SENDER));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 500, 503})
    void doesNotTakeAnErrorForNotFound(int status) {
        try (var provider = FakeProvider.start()) {
            provider.answer(status, "{}");
            var lookup = new TwilioLookup(TwilioConnection.client(account(provider.url()), LIMITS));

            assertThatThrownBy(() -> lookup.find("+12125550100", "Your visit.", SettableClock.START))
                    .isInstanceOf(LookupFailed.class);
        }
    }
}
