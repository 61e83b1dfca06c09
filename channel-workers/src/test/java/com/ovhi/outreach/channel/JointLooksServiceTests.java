package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.LISTED;
import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static com.ovhi.outreach.channel.ProviderStubs.TURNED_AWAY;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.FakeProvider.Request;
import com.ovhi.outreach.channel.gateway.FakeProvider.Silence;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What becomes of e-mails whose outcome was lost, at accounts whose activity may be read. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class JointLooksServiceTests {

    private static final long CLINIC = LISTED.getFirst();
    private static final long ANOTHER = LISTED.getLast();

    private final Suite suite;
    private final ActivityFeed feed = new ActivityFeed();
    private final ListedAccounts listed;

    JointLooksServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
        listed = new ListedAccounts(suite, feed, context.getBean(MeterRegistry.class));
    }

    @BeforeEach
    void open() {
        SENDGRID.behave(feed::answer);
    }

    @Test
    void findsWhatSendGridTookThoughItsAnswerWasLost() {
        var order = listed.order(CLINIC);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo(ActivityFeed.idOf(order));
        assertThat(Suite.calls(order)).hasSize(1);
    }

    @Test
    void takesARefusalForSpeedForNoAnswer() {
        listed.witness(CLINIC);
        var unanswered = listed.looks("unanswered");
        feed.refuses(new Json(429, Map.of("Retry-After", "0"), "{\"errors\":[{\"message\":\"too many requests\"}]}"));
        var order = listed.order(CLINIC);
        feed.losesTheAnswerTo(order);
        suite.dispatch(order);
        await().until(() -> listed.looks("unanswered") > unanswered);

        feed.refuses(null);

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo(ActivityFeed.idOf(order));
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }

    @Test
    void leavesToAPersonWhatItMayNotAskFor() {
        var refused = listed.looks("refused");
        feed.refuses(new Json(403, Map.of(), "{\"errors\":[{\"message\":\"access forbidden\"}]}"));
        var order = listed.order(CLINIC);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        listed.awaitReview(order);
        assertThat(listed.looks("refused")).isGreaterThan(refused);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }

    @Test
    void asksForManyAtOnceButNeverForTwoOfTheSameAddress() {
        var patient = listed.patient(CLINIC);
        var twins = List.of(listed.order(CLINIC, patient), listed.order(CLINIC, patient));
        var all = Stream.concat(
                        twins.stream(),
                        Stream.generate(() -> listed.order(CLINIC, Orders.newPatient()))
                                .limit(18))
                .toList();
        all.forEach(order ->
                feed.has(order.jobId(), 1, ActivityFeed.idOf(order), Orders.address(order.patientId(), Channel.EMAIL)));

        all.forEach(order -> suite.abandoned(order, ListedAccounts.account(CLINIC)));

        all.forEach(
                order -> assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                        .isEqualTo(ActivityFeed.idOf(order)));

        assertThat(questions(CLINIC))
                .anySatisfy(
                        question -> assertThat(ActivityFeed.tokens(question)).hasSizeGreaterThan(5))
                .noneSatisfy(question -> assertThat(ActivityFeed.tokens(question))
                        .contains(
                                twins.getFirst().jobId() + "/1", twins.getLast().jobId() + "/1"));
    }

    @Test
    void asksEachAccountForItsOwnAttemptsOnly() {
        var orders = List.of(listed.order(CLINIC), listed.order(ANOTHER));
        orders.forEach(feed::losesTheAnswerTo);

        orders.forEach(suite::dispatch);

        orders.forEach(order -> suite.report(order, DeliveryState.ACCEPTED));
        for (var order : orders) {
            var token = order.jobId() + "/1";
            assertThat(questions(order.organizationId()))
                    .anySatisfy(question ->
                            assertThat(ActivityFeed.tokens(question)).contains(token));
            assertThat(questions(order.organizationId() == CLINIC ? ANOTHER : CLINIC))
                    .noneSatisfy(question ->
                            assertThat(ActivityFeed.tokens(question)).contains(token));
        }
    }

    @Test
    void doesNotAskAnAccountWithoutTheAddOn() {
        var order = suite.orders().order(suite.patient(), Channel.EMAIL);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        listed.awaitReview(order);
        assertThat(SENDGRID.requests())
                .filteredOn(request -> "GET".equals(request.method()))
                .noneSatisfy(request -> assertThat(ActivityFeed.tokens(request)).contains(order.jobId() + "/1"));
    }

    /** However long SendGrid takes, and though as many are due as are taken together. */
    @Test
    void doesNotKeepOtherProvidersWaiting() {
        var patient = suite.patient();
        var text = suite.orders().order(patient, Channel.SMS);
        TWILIO.behave(request -> new Json(200, Map.of(), """
                {"messages":[{"sid":"SMfound%s","body":"%s","date_created":"Mon, 02 Mar 2026 15:00:00 +0000"}],
                 "page":0,"page_size":100,"next_page_uri":null}""".formatted(
                text.jobId(),
                suite.orders().content(patient, Channel.SMS, text.jobId()).text())));
        var stuck = Stream.generate(() -> listed.order(CLINIC, Orders.newPatient()))
                .limit(10)
                .toList();
        feed.refuses(new Silence(Duration.ofSeconds(6)));
        stuck.forEach(order -> suite.abandoned(order, ListedAccounts.account(CLINIC)));
        stuck.forEach(order -> suite.report(order, DeliveryState.UNKNOWN));

        suite.abandoned(text);

        assertThat(suite.report(text, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo("SMfound" + text.jobId());
        // When SendGrid has been silent, they are too old to be looked for any longer.
        assertThat(stuck).allSatisfy(order -> assertThat(suite.state(order)).isEqualTo("unknown"));
        feed.refuses(null);
    }

    /** Nobody who waits so long learns more than a person does. */
    @Test
    void leavesToAPersonWhatItMayNotAskForInTime() {
        feed.refuses(new Json(429, Map.of("Retry-After", "900"), "{\"errors\":[{\"message\":\"too many requests\"}]}"));
        var orders = Stream.generate(() -> listed.order(TURNED_AWAY, Orders.newPatient()))
                .limit(120)
                .toList();

        orders.forEach(order -> suite.abandoned(order, ListedAccounts.account(TURNED_AWAY)));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> suite.integer(
                                "SELECT COUNT(*) FROM send_intents WHERE organization_id = ? AND state = 'review'",
                                TURNED_AWAY)
                        == orders.size());
        assertThat(questions(TURNED_AWAY)).hasSize(1);
    }

    private static List<Request> questions(long organization) {
        return SENDGRID.requests().stream()
                .filter(request -> "GET".equals(request.method()))
                .filter(request ->
                        request.header("Authorization").equals("Bearer SG." + ListedAccounts.account(organization)))
                .toList();
    }
}
