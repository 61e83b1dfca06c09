package com.ovhi.outreach.channel.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.Drip;
import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.GatewayContract;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.channel.gateway.SentLookup;
import com.ovhi.outreach.channel.gateway.SentLookup.Findings;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.gateway.SentLookup.Sought;
import com.ovhi.outreach.channel.gateway.SentLookup.Witness;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.time.Pace;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EmailActivityTests {

    private static final Sought SOUGHT = new Sought(UUID.randomUUID(), 2, "Quokka@Example.com");
    private static final Witness WITNESS = new Witness(UUID.randomUUID(), 1, "witness-1");

    private final FakeProvider provider = FakeProvider.start();
    private final SentLookup.Together lookup = lookup(60_000);

    @AfterEach
    void stop() {
        provider.close();
    }

    private SentLookup.Together lookup(int perMinute) {
        return (SentLookup.Together) gateway(true, perMinute).lookup().orElseThrow();
    }

    private SendGridGateway gateway(boolean emailActivity, int perMinute) {
        var settings = new SendGridProperties(
                provider.url(),
                "SG.key",
                "clinic@mail.example.org",
                null,
                null,
                null,
                1000,
                emailActivity,
                perMinute,
                Set.of(),
                false);
        return new SendGridGateway(
                Account.main(Provider.SENDGRID),
                settings,
                GatewayContract.LIMITS,
                new UnsubscribeLink(
                        FieldCipher.ofKeyset(KeysetTool.generate()),
                        new PublicAddresses("https://unsubscribe.example", "https://hooks.example")),
                GatewayContract.refusals(),
                new SettableClock(),
                new Pace(1));
    }

    @Test
    void isThereOnlyWhereItWasBought() {
        assertThat(gateway(false, 6).lookup()).isEmpty();
    }

    @Test
    void asksForWhatTravelledWithTheMailAndForNoAddress() throws LookupFailed {
        provider.answer(200, "{\"messages\":[]}");

        lookup.find(List.of(SOUGHT), List.of(WITNESS));

        var request = provider.requests().getFirst();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.header("Authorization")).isEqualTo("Bearer SG.key");
        assertThat(request.uri()).hasPath("/v3/messages").hasParameter("limit", "200");
        assertThat(request.uri().getQuery().replace('+', ' '))
                .contains("query=(unique_args['job_id']=\"" + SOUGHT.jobId() + "\" AND unique_args['attempt']=\"2\")"
                        + " OR (unique_args['job_id']=\"" + WITNESS.jobId() + "\" AND unique_args['attempt']=\"1\")")
                .doesNotContainIgnoringCase("quokka");
    }

    @Test
    void fitsIntoAUrlThatServersTake() throws LookupFailed {
        provider.answer(200, "{\"messages\":[]}");
        var many = IntStream.range(0, lookup.most())
                .mapToObj(i -> new Sought(UUID.randomUUID(), 5, "quokka" + i + "@example.com"))
                .toList();

        lookup.find(many, Collections.nCopies(4, WITNESS));

        assertThat(many).hasSize(50);
        assertThat(provider.requests().getFirst().uri().toString()).hasSizeLessThan(8_000);
    }

    @Test
    void namesWhatItFindsAsCallbacksDo() throws LookupFailed {
        provider.answer(
                200,
                messages(
                        message("abc.recvd-5f54b5d587-8v7kp-1-0.0", "quokka@example.com"),
                        message("witness-1.filter0004p3las1-2776-5ACA5525-31.1", "quokka@example.com")));

        assertThat(lookup.find(List.of(SOUGHT), List.of(WITNESS)))
                .isEqualTo(new Findings(Map.of(SOUGHT, "abc"), Set.of(WITNESS)));
    }

    @Test
    void findsNothingInAnEmptyList() throws LookupFailed {
        provider.answer(200, "{\"messages\":[]}");

        assertThat(lookup.find(List.of(SOUGHT), List.of(WITNESS))).isEqualTo(new Findings(Map.of(), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "",
                "{}",
                "{\"messages\":null}",
                "{\"messages\":[{\"to_email\":\"quokka@example.com\"}]}",
                "{\"messages\":[{\"msg_id\":\"abc.0\",\"to_email\":\"numbat@example.com\"}]}",
            })
    void doesNotRelyOnAnAnswerItDidNotExpect(String body) {
        provider.answer(200, body);

        assertThatExceptionOfType(LookupFailed.class)
                .isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)))
                .satisfies(failure -> assertThat(failure.isRefused()).isFalse());
    }

    @Test
    void doesNotRelyOnAListThatMayBeCutOff() {
        provider.answer(
                200,
                messages(Collections.nCopies(200, message("abc.0", "quokka@example.com"))
                        .toArray(String[]::new)));

        assertThatExceptionOfType(LookupFailed.class).isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)));
    }

    @ParameterizedTest
    @ValueSource(ints = {202, 302, 500, 503})
    void doesNotTakeAnErrorForNotFound(int status) {
        provider.answer(status, "{\"messages\":[]}");

        assertThatExceptionOfType(LookupFailed.class)
                .isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)))
                .satisfies(failure -> assertThat(failure.isRefused()).isFalse());
    }

    @Test
    void doesNotTakeALostAnswerForNotFound() {
        provider.behave(request -> new HangUp());

        assertThatExceptionOfType(LookupFailed.class).isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)));
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    @Timeout(20)
    void doesNotWaitForAnAnswerThatDripsOn() throws InterruptedException {
        provider.behave(request -> new Drip());

        assertThatExceptionOfType(LookupFailed.class)
                .isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)))
                .satisfies(failure -> assertThat(failure.isRefused()).isFalse());

        assertThat(provider.awaitHungUp(Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void waitsAsLongAsSendGridAsksForAfterARefusalForSpeed() {
        provider.behave(request -> new Json(429, Map.of("Retry-After", "60"), "{}"));

        assertThatExceptionOfType(LookupFailed.class)
                .isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)))
                .satisfies(failure -> assertThat(failure.isRefused()).isFalse());

        assertThat(lookup.ready()).isFalse();
    }

    @Test
    void asksNoMoreOftenThanItMay() throws LookupFailed {
        var slow = lookup(6);
        provider.answer(200, "{\"messages\":[]}");
        assertThat(slow.ready()).isTrue();

        slow.find(List.of(SOUGHT), List.of(WITNESS));

        assertThat(slow.ready()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void saysOnceThatItMayNotAsk(int status, CapturedOutput output) {
        provider.answer(status, "{\"errors\":[{\"message\":\"quokka@example.com\"}]}");

        for (var look = 0; look < 3; look++) {
            assertThatExceptionOfType(LookupFailed.class)
                    .isThrownBy(() -> lookup.find(List.of(SOUGHT), List.of(WITNESS)))
                    .satisfies(failure -> assertThat(failure.isRefused()).isTrue());
        }

        assertThat(output.getAll()).containsOnlyOnce("does not let us read");
        assertThat(output.getAll()).doesNotContainIgnoringCase("quokka");
        assertThat(SOUGHT.toString()).doesNotContainIgnoringCase("quokka");
    }

    private static String messages(String... messages) {
        return "{\"messages\":[" + String.join(",", messages) + "]}";
    }

    private static String message(String id, String to) {
        return """
                {"from_email":"clinic@mail.example.org","msg_id":"%s","subject":"Hi","to_email":"%s","status":"delivered",
                 "opens_count":0,"clicks_count":0,"last_event_time":"2026-03-02T15:00:00Z"}""".formatted(id, to);
    }
}
