package com.ovhi.outreach.channel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.gateway.SentLookup.LookupFailed;
import com.ovhi.outreach.channel.gateway.SentLookup.Sought;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import com.ovhi.outreach.common.provider.UnknownCodes;
import com.ovhi.outreach.common.testing.Samples;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What every provider must be able to do, proven against its simulator over the real wire format. A new provider
 * extends this class and says how its codes and addresses look.
 */
@ExtendWith(OutputCaptureExtension.class)
public abstract class ProviderContract {

    protected static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(2), Duration.ofSeconds(2), 1, 1, 1);
    private static final String SECRET_TEXT = "Quokka visit at nine";

    private final SimulatedProviders simulators = SimulatedProviders.shared();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** A gateway with the simulators' credentials. */
    protected abstract ChannelGateway gateway(URI url, Refusals refusals, Clock clock);

    /** The provider's name in the simulators. */
    protected abstract String slug();

    /** An address it takes. */
    protected abstract String address();

    /** An address it refuses at once, and the class of the refusal. */
    protected abstract Map.Entry<String, FailureClass> badAddress();

    /** Codes it may refuse with and their classes: opted out, wrong template, wrong set-up. */
    protected abstract Map<String, FailureClass> refusals();

    /** A code, with a status of 4xx, that stands in no table; empty when the status is the code. */
    protected abstract String unheardOf();

    @AfterEach
    void reset() {
        simulators.reset();
    }

    @Test
    void handsTheMessageOverOnceAndNamesItAsTheProviderDoes() {
        var message = message(address());

        var outcome = gateway().send(message);

        assertThat(outcome).isEqualTo(new Accepted(onlyMessage(message)));
        assertThat(calls(message)).isEqualTo(1);
    }

    @Test
    void knowsThatABadAddressGotNothing() {
        var message = message(badAddress().getKey());

        assertThat(gateway().send(message)).isInstanceOfSatisfying(NotSent.class, refused -> {
            assertThat(refused.failureClass()).isEqualTo(badAddress().getValue());
            assertThat(refused.fault()).isFalse();
        });
        assertThat(messages(message)).isEmpty();
    }

    @Test
    void knowsWhatTheProvidersRefusalsMean() {
        refusals().forEach((code, failureClass) -> {
            behave("{\"errors\":[{\"http_status\":%d,\"code\":\"%s\",\"rate\":1}]}".formatted(status(code), code));
            var message = message(address());

            assertThat(gateway().send(message))
                    .as(code)
                    .isInstanceOfSatisfying(
                            NotSent.class, it -> assertThat(it.failureClass()).isEqualTo(failureClass));
            assertThat(messages(message)).as(code).isEmpty();
        });
    }

    @Test
    void waitsAsLongAsAProviderThatIsBusyAsksFor() {
        behave("{\"errors\":[{\"http_status\":429,\"rate\":1,\"retry_after\":7}]}");
        assertThat(gateway().send(message(address()))).isInstanceOfSatisfying(NotSent.class, it -> {
            assertThat(it.failureClass()).isEqualTo(FailureClass.THROTTLE);
            assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(it.about()).isEqualTo(About.SENDER);
            assertThat(it.fault()).isFalse();
        });

        behave("{\"errors\":[{\"http_status\":429,\"rate\":1}]}");
        assertThat(gateway().send(message(address()))).isInstanceOfSatisfying(NotSent.class, it -> {
            assertThat(it.failureClass()).isEqualTo(FailureClass.THROTTLE);
            assertThat(it.about()).isEqualTo(About.SENDER);
        });
    }

    @ParameterizedTest
    @CsvSource({"blackout, 0", "accept_then_error, 1"})
    void doesNotBelieveAServerErrorWhetherOrNotItWasAccepted(String fault, int accepted) {
        behave(fault.equals("blackout") ? "{\"blackout\":true}" : "{\"" + fault + "\":1}");
        var message = message(address());

        var outcome = gateway().send(message);

        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(outcome.fault()).isTrue();
        assertThat(messages(message)).hasSize(accepted);
        assertThat(calls(message)).as("calls for one attempt").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "accept_then_reset, connection-lost, 1",
        "accept_then_timeout, timeout, 1",
        "hang, timeout, 0",
    })
    void doesNotKnowWhenTheAnswerIsLostAndDoesNotRepeat(String fault, String code, int accepted) {
        behave("{\"" + fault + "\":1,\"hang_ms\":6000}");
        var message = message(address());

        assertThat(gateway().send(message)).isEqualTo(new Unknown(code));

        assertThat(messages(message)).hasSize(accepted);
        assertThat(calls(message)).as("calls for one attempt").isLessThanOrEqualTo(1);
    }

    @Test
    void doesNotKnowWhenTheAnswerIsMalformed() {
        behave("{\"accept_then_garble\":1}");
        var message = message(address());

        assertThat(gateway().send(message)).isInstanceOf(Unknown.class);
        assertThat(messages(message)).hasSize(1);
    }

    @Test
    void countsACodeNobodyKnowsAndTakesItForThisMessagesFault() {
        behave("{\"errors\":[{\"http_status\":418,\"code\":\"%s\",\"rate\":1}]}".formatted(unheardOf()));

        assertThat(gateway().send(message(address())))
                .isInstanceOfSatisfying(
                        NotSent.class, it -> assertThat(it.failureClass()).isEqualTo(FailureClass.PERM_MSG));
        assertThat(meters.get("outreach.provider.unknown_code").counter().count())
                .isEqualTo(1);
    }

    @Test
    void findsWhatItAcceptedHoweverOftenItIsAsked() throws LookupFailed {
        var lookup = gateway().lookup();
        if (lookup.isEmpty()) {
            return;
        }
        behave("{\"accept_then_reset\":1}");
        var message = message(address());
        gateway().send(message);
        simulators.reset();

        for (var look = 0; look < 3; look++) {
            assertThat(found(lookup.get(), message)).containsExactly(onlyMessage(message));
        }
        assertThat(found(lookup.get(), message(address()))).isEmpty();
        assertThat(messages(message)).hasSize(1);
        behave("{\"blackout\":true}");
        assertThatExceptionOfType(LookupFailed.class).isThrownBy(() -> found(lookup.get(), message));
    }

    /** Whatever is asked for beside it. */
    protected static Collection<String> found(SentLookup lookup, OutboundMessage message) throws LookupFailed {
        var content = message.content();
        return switch (lookup) {
            case SentLookup.OneByOne one -> one.find(content.address(), content.text(), Instant.EPOCH);
            case SentLookup.Together many ->
                many.find(List.of(sought(message)), List.of()).accepted().values();
        };
    }

    protected static Sought sought(OutboundMessage message) {
        return new Sought(message.jobId(), message.attempt(), message.content().address());
    }

    @Test
    void tellsNobodyWhoWasToReadWhat(CapturedOutput output) {
        for (var fault : List.of(
                "{}",
                "{\"accept_then_garble\":1}",
                "{\"accept_then_reset\":1}",
                "{\"accept_then_error\":1}",
                "{\"errors\":[{\"http_status\":400,\"rate\":1}]}")) {
            behave(fault);
            var outcome = gateway().send(message(address()));
            assertThat(outcome.toString()).doesNotContain(address(), SECRET_TEXT);
        }
        var gateway = gateway(URI.create("http://127.0.0.1:1"), refused(), Clock.systemUTC());
        gateway.send(message(address()));

        assertThat(gateway.toString()).doesNotContain(address());
        assertThat(output.getAll()).doesNotContain(address(), SECRET_TEXT);
    }

    @Test
    void namesTheSenderFirstAmongItsLimits() {
        assertThat(gateway().limits())
                .isNotEmpty()
                .allSatisfy(limit -> assertThat(limit.perSecond()).isPositive());
        assertThat(gateway().account().isMain()).isTrue();
    }

    protected ChannelGateway gateway() {
        return gateway(simulators.url(), refused(), Clock.systemUTC());
    }

    private Refusals refused() {
        return new Refusals(new CodeBook(new UnknownCodes(meters)));
    }

    protected void behave(String json) {
        simulators.behave(slug(), json);
    }

    private List<tools.jackson.databind.JsonNode> messages(OutboundMessage message) {
        return simulators.ledger(slug(), "MESSAGE", message.jobId().toString());
    }

    protected String onlyMessage(OutboundMessage message) {
        var messages = messages(message);
        assertThat(messages).hasSize(1);
        return messages.getFirst().path("message_id").asString();
    }

    private int calls(OutboundMessage message) {
        return simulators.ledger(slug(), "CALL", message.jobId().toString()).size();
    }

    private static int status(String code) {
        return code.matches("4\\d\\d") ? Integer.parseInt(code) : 400;
    }

    protected static OutboundMessage message(String address) {
        var job = Ids.next();
        return new OutboundMessage(
                job,
                1,
                Samples.PATIENT,
                Samples.ORGANIZATION,
                Samples.HASH,
                Clock.systemUTC().instant().plusSeconds(600),
                false,
                new MessageContent(
                        address,
                        Samples.HASH,
                        "A message",
                        SECRET_TEXT + " " + job,
                        "<p>" + SECRET_TEXT + "</p>",
                        new MessageContent.WhatsAppTemplate(
                                "appt_reminder", "en_US", List.of(SECRET_TEXT), List.of("c:1")),
                        "Clinic",
                        "en"));
    }
}
