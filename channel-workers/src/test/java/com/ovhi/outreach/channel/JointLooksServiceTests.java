package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.LISTED;
import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.FakeProvider.Request;
import com.ovhi.outreach.channel.gateway.FakeProvider.Silence;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final MeterRegistry meters;
    private final ActivityFeed feed = new ActivityFeed();

    JointLooksServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
        meters = context.getBean(MeterRegistry.class);
    }

    @BeforeEach
    void open() {
        SENDGRID.behave(feed::answer);
    }

    @Test
    void findsWhatSendGridTookThoughItsAnswerWasLost() {
        var order = order(CLINIC);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo(ActivityFeed.idOf(order));
        assertThat(Suite.calls(order)).hasSize(1);
    }

    @Test
    void takesForNotSentWhatAFeedThatIsUpToDateTwiceDoesNotHave() {
        witness(CLINIC);
        var order = order(CLINIC);
        feed.loses(order);

        suite.dispatch(order);

        var report = suite.report(order, DeliveryState.NOT_SENT);
        assertThat(report.failureCode()).isEqualTo("not-found-at-provider");
        assertThat(report.failureClass()).isEqualTo(FailureClass.RETRY);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isGreaterThanOrEqualTo(1);
        var again = suite.orders()
                .order(CLINIC, order.patientId(), Channel.EMAIL, order.jobId(), order.slotId(), order.attempt() + 1);
        suite.dispatch(again);
        assertThat(Suite.attempt(suite.report(again, DeliveryState.ACCEPTED))).isEqualTo(2);
    }

    @Test
    void concludesNothingFromAFeedThatIsBehind() {
        witness(CLINIC);
        feed.fallsBehind();
        var behind = looks("behind");
        var order = order(CLINIC);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        awaitReview(order);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
        assertThat(looks("behind")).isGreaterThan(behind);
    }

    /** What was accepted before it and is shown says nothing of what came later. */
    @Test
    void concludesNothingWithoutALaterWitness() {
        forgetAccepted(ANOTHER);
        assertThat(suite.settled(order(ANOTHER))).isEqualTo("accepted");
        var order = order(ANOTHER);
        feed.loses(order);

        suite.dispatch(order);

        awaitReview(order);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }

    @Test
    void takesARefusalForSpeedForNoAnswer() {
        witness(CLINIC);
        var unanswered = looks("unanswered");
        feed.refuses(new Json(429, Map.of("Retry-After", "0"), "{\"errors\":[{\"message\":\"too many requests\"}]}"));
        var order = order(CLINIC);
        feed.losesTheAnswerTo(order);
        suite.dispatch(order);
        await().until(() -> looks("unanswered") > unanswered);

        feed.refuses(null);

        assertThat(suite.report(order, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo(ActivityFeed.idOf(order));
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }

    @Test
    void leavesToAPersonWhatItMayNotAskFor() {
        var refused = looks("refused");
        feed.refuses(new Json(403, Map.of(), "{\"errors\":[{\"message\":\"access forbidden\"}]}"));
        var order = order(CLINIC);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        awaitReview(order);
        assertThat(looks("refused")).isGreaterThan(refused);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }

    @Test
    void asksForManyAtOnceButNeverForTwoOfTheSameAddress() {
        var patient = patient(CLINIC);
        var twins = List.of(order(CLINIC, patient), order(CLINIC, patient));
        var all = Stream.concat(
                        twins.stream(),
                        Stream.generate(() -> order(CLINIC, Orders.newPatient()))
                                .limit(18))
                .toList();
        all.forEach(order ->
                feed.has(order.jobId(), 1, ActivityFeed.idOf(order), Orders.address(order.patientId(), Channel.EMAIL)));

        all.forEach(order -> suite.abandoned(order, account(CLINIC)));

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
        var orders = List.of(order(CLINIC), order(ANOTHER));
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

        awaitReview(order);
        assertThat(SENDGRID.requests())
                .filteredOn(request -> "GET".equals(request.method()))
                .noneSatisfy(request -> assertThat(ActivityFeed.tokens(request)).contains(order.jobId() + "/1"));
    }

    /** However long SendGrid takes, and though as many are due as are taken together. */
    @Test
    void doesNotKeepOtherProvidersWaiting() {
        var stuck = Stream.generate(() -> order(CLINIC, Orders.newPatient()))
                .limit(10)
                .toList();
        feed.refuses(new Silence(Duration.ofSeconds(6)));
        stuck.forEach(order -> suite.abandoned(order, account(CLINIC)));
        stuck.forEach(order -> suite.report(order, DeliveryState.UNKNOWN));
        var patient = suite.patient();
        var text = suite.orders().order(patient, Channel.SMS);
        TWILIO.behave(request -> new Json(200, Map.of(), """
                {"messages":[{"sid":"SMfound%s","body":"%s","date_created":"Mon, 02 Mar 2026 15:00:00 +0000"}],
                 "page":0,"page_size":100,"next_page_uri":null}""".formatted(
                text.jobId(),
                suite.orders().content(patient, Channel.SMS, text.jobId()).text())));

        suite.abandoned(text);

        assertThat(suite.report(text, DeliveryState.ACCEPTED).providerMessageId())
                .isEqualTo("SMfound" + text.jobId());
        assertThat(stuck).allSatisfy(order -> assertThat(suite.state(order)).isNotEqualTo("accepted"));
        feed.refuses(null);
    }

    private void awaitReview(DispatchOrdered order) {
        suite.report(order, DeliveryState.UNKNOWN);
        await().until(() -> "review".equals(suite.state(order)));
    }

    private double looks(String result) {
        return meters.counter("outreach.reconciliation.looks", "result", result).count();
    }

    private static List<Request> questions(long organization) {
        return SENDGRID.requests().stream()
                .filter(request -> "GET".equals(request.method()))
                .filter(request -> request.header("Authorization").equals("Bearer SG." + account(organization)))
                .toList();
    }

    private static String account(long organization) {
        return "listed-" + organization;
    }

    /** A message by the account that was accepted later than anything else in a test. */
    private void witness(long organization) {
        forgetAccepted(organization);
        var job = UUID.randomUUID();
        suite.execute("""
                INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, account, purpose, patient_id,
                    organization_id, address_hash, consent_version, request_fingerprint, state, provider_message_id,
                    ordered_at, deadline_at, opened_at, settled_at)
                VALUES (UUID(), '%s', UUID(), 1, 'email', '%s', 'appt_reminder', 1, %d, '', 1, '', 'accepted', 'sg-%s',
                    UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 20 SECOND,
                    UTC_TIMESTAMP(6) + INTERVAL 20 SECOND)""".formatted(job, account(organization), organization, job));
        feed.has(job, 1, "sg-" + job, "witness@example.com");
    }

    /** Each test has a feed of its own, which does not show what another one's took. */
    private void forgetAccepted(long organization) {
        suite.execute(
                "DELETE FROM send_intents WHERE account = '" + account(organization) + "' AND state = 'accepted'");
    }

    private DispatchOrdered order(long organization) {
        return order(organization, patient(organization));
    }

    private DispatchOrdered order(long organization, long patient) {
        return suite.orders().order(organization, patient, Channel.EMAIL, Ids.next(), Ids.next(), 1);
    }

    private long patient(long organization) {
        var patient = Orders.newPatient();
        suite.kafka()
                .publish(
                        Topics.PREFERENCE,
                        Long.toString(patient),
                        suite.orders().preferences(organization, patient, 1, true));
        await().until(() -> suite.integer("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ?", patient) == 3);
        return patient;
    }
}
