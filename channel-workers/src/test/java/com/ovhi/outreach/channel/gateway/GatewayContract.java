package com.ovhi.outreach.channel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.Drip;
import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.channel.gateway.FakeProvider.Silence;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import com.ovhi.outreach.common.provider.UnknownCodes;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is true of every gateway, whoever the provider. Each gateway's tests say how their provider answers. */
public interface GatewayContract {

    CallLimits LIMITS = new CallLimits(Duration.ofMillis(500), Duration.ofMillis(800), 1, 1, 1);

    ChannelGateway gateway(URI baseUrl);

    /** How the provider accepts a message with this id. */
    FakeProvider.Answer acceptance(String messageId);

    /** How it refuses one because the content is wrong. */
    FakeProvider.Answer refusal();

    /** How it says that we are too fast. */
    FakeProvider.Answer tooFast();

    /** How it says that our credentials are wrong. */
    FakeProvider.Answer badCredentials();

    /** How it refuses with a code nobody has heard of. */
    FakeProvider.Answer unheardOf();

    static Refusals refusals() {
        return new Refusals(new CodeBook(new UnknownCodes(new SimpleMeterRegistry())));
    }

    static OutboundMessage message() {
        var template = new MessageContent.WhatsAppTemplate(
                "appt_reminder", "en_US", List.of("Clinic", "Wed Mar 4,\n9:30 AM"), List.of("c:1", "r:1"));
        return new OutboundMessage(
                Samples.JOB,
                2,
                Samples.PATIENT,
                Samples.ORGANIZATION,
                Samples.HASH,
                SettableClock.START.plusSeconds(600),
                false,
                new MessageContent(
                        "+12125550100",
                        Samples.HASH,
                        "A message",
                        "Your visit.",
                        "<p>Hi</p>",
                        template,
                        "Clinic",
                        "en"));
    }

    private SendOutcome send(FakeProvider.Answer answer) {
        try (var provider = FakeProvider.start()) {
            provider.behave(request -> answer);
            var outcome = gateway(provider.url()).send(message());
            assertThat(provider.requests()).as("calls made for one attempt").hasSize(1);
            return outcome;
        }
    }

    @Test
    default void takesTheProvidersIdWhenItAccepts() {
        assertThat(send(acceptance("id-1"))).isEqualTo(new Accepted("id-1"));
    }

    @Test
    default void knowsThatARefusedMessageWasNotSent() {
        assertThat(send(refusal()))
                .isInstanceOfSatisfying(
                        NotSent.class, it -> assertThat(it.failureClass()).isEqualTo(FailureClass.PERM_MSG));
    }

    @Test
    default void slowsDownWhenTold() {
        assertThat(send(tooFast())).isInstanceOfSatisfying(NotSent.class, it -> {
            assertThat(it.failureClass()).isEqualTo(FailureClass.THROTTLE);
            assertThat(it.about()).isEqualTo(About.SENDER);
        });
    }

    @Test
    default void blamesOurSetUpForBadCredentials() {
        assertThat(send(badCredentials())).isInstanceOfSatisfying(NotSent.class, it -> {
            assertThat(it.failureClass()).isEqualTo(FailureClass.CONFIG);
            assertThat(it.fault()).isTrue();
        });
    }

    @Test
    default void takesAnUnheardOfRefusalForThisMessagesFault() {
        assertThat(send(unheardOf()))
                .isInstanceOfSatisfying(
                        NotSent.class, it -> assertThat(it.failureClass()).isEqualTo(FailureClass.PERM_MSG));
    }

    @Test
    default void doesNotKnowAfterAServerErrorAndDoesNotRepeat() {
        assertThat(send(new FakeProvider.Json(500, java.util.Map.of(), "{}"))).isInstanceOf(Unknown.class);
        assertThat(send(new FakeProvider.Json(503, java.util.Map.of(), "<html>busy</html>")))
                .isInstanceOf(Unknown.class);
    }

    @Test
    default void doesNotKnowWhenNoAnswerComesInTime() {
        assertThat(send(new Silence(Duration.ofSeconds(5)))).isEqualTo(new Unknown("timeout"));
    }

    /** A time-out of each read would never end it. */
    @Test
    default void anAnswerThatDripsOnEndsWhenSomebodyHangsUp() throws Exception {
        try (var provider = FakeProvider.start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.behave(request -> new Drip());
            var gateway = gateway(provider.url());
            var handle = new CallHandle();
            var outcome = threads.submit(() -> handle.during(() -> gateway.send(message())));
            await().until(() -> provider.requests().size() == 1);
            await().during(LIMITS.total().multipliedBy(2)).until(() -> !outcome.isDone());

            handle.hangUp();

            assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(Unknown.class);
            assertThat(provider.awaitHungUp(Duration.ofSeconds(5))).isTrue();
        }
    }

    @Test
    default void doesNotKnowWhenTheConnectionBreaksAfterTheRequest() {
        assertThat(send(new HangUp())).isEqualTo(new Unknown("connection-lost"));
    }

    @Test
    default void doesNotKnowWhenAnAcceptanceCarriesNoId() {
        assertThat(send(acceptance(""))).isInstanceOf(Unknown.class);
    }

    @Test
    default void knowsThatNothingWasSentWhenNobodyListens() {
        var gone = FakeProvider.start();
        gone.close();

        var outcome = gateway(gone.url()).send(message());

        assertThat(outcome).isEqualTo(new NotSent(FailureClass.RETRY, "unreachable", null, About.ACCOUNT));
    }

    @Test
    default void knowsThatNothingWasSentWhenTheNameIsUnknown() {
        var outcome = gateway(URI.create("http://no-such-host.invalid:80")).send(message());

        assertThat(outcome).isEqualTo(new NotSent(FailureClass.RETRY, "unreachable", null, About.ACCOUNT));
    }

    @Test
    default void doesNotFollowRedirects() {
        assertThat(send(new FakeProvider.Json(302, java.util.Map.of("Location", "http://127.0.0.1:1/elsewhere"), "")))
                .isNotInstanceOf(Accepted.class);
    }
}
