package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static com.ovhi.outreach.channel.ProviderStubs.WHATSAPP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** From order to outcome, against real servers and providers that speak the real wire formats. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class DeliveryServiceTests {

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Orders orders;
    private final MeterRegistry meters;
    private final RestTestClient http;

    DeliveryServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactionManager,
            FieldCipher cipher,
            AddressHash hashes,
            MeterRegistry meters,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        this.meters = meters;
        this.jdbc = jdbc;
        transactions = new TransactionTemplate(transactionManager);
        orders = new Orders(cipher, hashes);
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @BeforeEach
    void friendly() {
        ProviderStubs.friendly();
        clock.set(SettableClock.START);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void sendsAndReports(Channel channel) {
        var patient = patient();
        var order = orders.order(patient, channel);

        dispatch(order);

        var accepted = report(order, DeliveryState.ACCEPTED);
        assertThat(accepted.providerMessageId()).isNotBlank();
        assertThat(accepted.attempt()).isEqualTo(1);
        assertThat(report(order, DeliveryState.PROCESSING).patientId()).isEqualTo(patient);
        assertThat(calls(order)).hasSize(1);
        assertThat(state(order)).isEqualTo("accepted");
        assertThat(string("SELECT content FROM send_intents WHERE job_id = ?", order))
                .isNull();
        assertThat(string("SELECT state FROM contact_slots WHERE slot_id = ?", order.slotId()))
                .isEqualTo("sent");
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                it -> order.jobId().toString().equals(it.details().get("job_id")));
        assertThat(audit.details()).containsEntry("outcome", "accepted").containsEntry("consent_version", "1");
    }

    @Test
    void doesNothingWhenTheSameOrderComesAgain() {
        var order = orders.order(patient(), Channel.SMS);

        dispatch(order);
        dispatch(order);
        report(order, DeliveryState.ACCEPTED);
        dispatch(order);
        settled(orders.order(order.patientId(), Channel.SMS));

        assertThat(calls(order)).hasSize(1);
        assertThat(reports(order)).hasSize(2);
    }

    @Test
    void waitsForPermissionThatIsNotKnownYet() {
        var patient = Orders.newPatient();
        var order = orders.order(patient, Channel.SMS);

        dispatch(order);

        assertThat(refusal(order)).isEqualTo("permission-unknown");
        assertThat(report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.PARKED);
        allow(patient, 1, true);
        dispatch(order);
        report(order, DeliveryState.ACCEPTED);
    }

    @Test
    void sendsNothingToWhoOptedOut() {
        var patient = patient();
        allow(patient, 2, false);
        var order = orders.order(patient, Channel.EMAIL);

        dispatch(order);

        assertThat(refusal(order)).isEqualTo("opted-out");
        assertThat(report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.REFUSED);
        assertThat(calls(order)).isEmpty();
    }

    @Test
    void doesNotLetAnOldPreferenceUndoANewerOne() {
        var patient = patient();
        allow(patient, 5, false);
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, 4, true));
        allow(patient, 6, false);
        var order = orders.order(patient, Channel.SMS);

        dispatch(order);

        assertThat(refusal(order)).isEqualTo("opted-out");
    }

    @Test
    void sendsNothingToASuppressedAddressWhicheverEventComesFirst() {
        var known = patient();
        suppress(known);
        var order = orders.order(known, Channel.SMS);
        dispatch(order);
        assertThat(refusal(order)).isEqualTo("suppressed");

        var later = Orders.newPatient();
        suppress(later);
        allow(later, 1, true);
        var second = orders.order(later, Channel.SMS);
        dispatch(second);
        assertThat(refusal(second)).isEqualTo("suppressed");
    }

    @Test
    void failsAnOrderItCannotRead() {
        var order = orders.order(patient(), Channel.SMS);
        var unreadable = new DispatchOrdered(
                order.jobId(),
                order.slotId(),
                order.organizationId(),
                order.patientId(),
                order.purpose(),
                order.channel(),
                order.attempt(),
                order.deadline(),
                order.marketing(),
                new Sealed("bm90IG91cnM"));

        dispatch(unreadable);

        assertThat(refusal(order)).isEqualTo("content-unreadable");
    }

    @Test
    void keepsASlotForOneAttemptAtATime() {
        var patient = patient();
        var slot = Ids.next();
        var first = orders.order(patient, Channel.SMS, Ids.next(), slot, 1);
        TWILIO.behave(request -> "GET".equals(request.method()) ? new Json(503, Map.of(), "{}") : new HangUp());
        dispatch(first);
        report(first, DeliveryState.UNKNOWN);

        var second = orders.order(patient, Channel.EMAIL, Ids.next(), slot, 1);
        dispatch(second);
        assertThat(refusal(second)).isEqualTo("slot-busy");

        ProviderStubs.friendly();
        callback(first, "SMcallback");
        report(first, DeliveryState.ACCEPTED);
        var third = orders.order(patient, Channel.EMAIL, Ids.next(), slot, 1);
        dispatch(third);
        assertThat(refusal(third)).isEqualTo("already-contacted");
        assertThat(calls(second)).isEmpty();
        assertThat(calls(third)).isEmpty();
    }

    @Test
    void opensANewAttemptAfterADefiniteFailure() {
        var patient = patient();
        var order = orders.order(patient, Channel.SMS);
        TWILIO.behave(request -> new Json(429, Map.of(), "{\"code\":20429,\"status\":429,\"message\":\"slow\"}"));
        dispatch(order);
        assertThat(refusal(order)).isEqualTo("20429");

        ProviderStubs.friendly();
        var again = orders.order(patient, Channel.SMS, order.jobId(), order.slotId(), 2);
        dispatch(again);

        kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                it -> order.jobId().equals(it.jobId()) && it.state() == DeliveryState.ACCEPTED && 2 == attempt(it));
    }

    @Test
    void findsAtTwilioWhatAKilledWorkerSent() {
        var patient = patient();
        var order = orders.order(patient, Channel.SMS);
        abandoned(order);
        TWILIO.behave(request -> new Json(200, Map.of(), """
                {"messages":[{"sid":"SMfound%s","body":"%s","date_created":"Mon, 02 Mar 2026 15:00:00 +0000"}],
                 "page":0,"page_size":100,"next_page_uri":null}""".formatted(
                        order.jobId(),
                        orders.content(patient, Channel.SMS, order.jobId()).text())));

        assertThat(report(order, DeliveryState.ACCEPTED).providerMessageId()).isEqualTo("SMfound" + order.jobId());

        assertThat(report(order, DeliveryState.UNKNOWN).failureCode()).isEqualTo("worker-lost");
        assertThat(calls(order)).as("calls for an attempt that may have left").isEmpty();
    }

    @Test
    void takesForNotSentWhatTwilioTwiceDoesNotHave() {
        var order = orders.order(patient(), Channel.SMS);
        abandoned(order);

        assertThat(refusal(order)).isEqualTo("not-found-at-provider");

        assertThat(report(order, DeliveryState.NOT_SENT).failureClass()).isEqualTo(FailureClass.RETRY);
        assertThat(number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void leavesWhatNobodyTellsToAPerson() {
        var order = orders.order(patient(), Channel.WHATSAPP);
        WHATSAPP.behave(request -> new HangUp());
        dispatch(order);
        kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                it -> order.jobId().equals(it.jobId()) && "review".equals(it.failureCode()));
        var id = String.valueOf(string("SELECT id FROM send_intents WHERE job_id = ?", order));

        http.get()
                .uri("/api/v1/intents?state=unknown")
                .header("Authorization", tokens.bearer(Samples.ORGANIZATION, "ops"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.id=='" + id + "')].state")
                .isEqualTo("review");
        resolve(id, "{\"outcome\":\"sent\"}", Samples.ORGANIZATION + 1, 404);
        resolve(id, "{\"outcome\":\"maybe\"}", Samples.ORGANIZATION, 400);
        resolve(id, "{\"outcome\":\"not_sent\"}", Samples.ORGANIZATION, 200);
        resolve(id, "{\"outcome\":\"not_sent\"}", Samples.ORGANIZATION, 200);
        resolve(id, "{\"outcome\":\"sent\"}", Samples.ORGANIZATION, 409);
        resolve(UUID.randomUUID().toString(), "{\"outcome\":\"sent\"}", Samples.ORGANIZATION, 404);

        assertThat(refusal(order)).isEqualTo("resolved-not-sent");
    }

    @Test
    void learnsFromACallbackWhatBecameOfIt() {
        var order = orders.order(patient(), Channel.EMAIL);
        SENDGRID.behave(request -> new HangUp());
        dispatch(order);
        report(order, DeliveryState.UNKNOWN);

        callback(order, "sg-late");

        assertThat(report(order, DeliveryState.ACCEPTED).providerMessageId()).isEqualTo("sg-late");
        assertThat(state(order)).isEqualTo("accepted");
    }

    @Test
    void keepsAnOutcomeOnTheDiskWhileTheDatabaseDoesNotTakeIt() {
        var order = orders.order(patient(), Channel.SMS);
        TWILIO.behave(request -> {
            execute("RENAME TABLE contact_slots TO contact_slots_gone");
            return ProviderStubs.accepted(request);
        });

        dispatch(order);

        try {
            await().until(() -> spooled() == 1);
            ProviderStubs.friendly();
            assertThat(state(order)).isEqualTo("open");
        } finally {
            execute("RENAME TABLE contact_slots_gone TO contact_slots");
        }
        report(order, DeliveryState.ACCEPTED);
        assertThat(reports(order)).noneMatch(it -> it.state() == DeliveryState.UNKNOWN);
    }

    @Test
    void parksOrdersWhileTheCircuitIsOpenAndBurnsNoAttempt() {
        var patient = patient();
        SENDGRID.behave(request -> new Json(401, Map.of(), "{}"));
        for (var i = 0; i < 25; i++) {
            dispatch(orders.order(patient, Channel.EMAIL));
        }
        var parked = kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                it -> Long.valueOf(patient).equals(it.patientId()) && "circuit-open".equals(it.failureCode()));

        assertThat(parked.failureClass()).isEqualTo(FailureClass.PARKED);
        assertThat(parked.retryAfterMillis()).isEqualTo(1_000);
        assertThat(integer("SELECT COUNT(*) FROM send_intents WHERE job_id = ?", String.valueOf(parked.jobId())))
                .isZero();
        http.get()
                .uri("/api/v1/providers/health")
                .header("Authorization", tokens.bearer(Samples.ORGANIZATION, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[?(@.provider=='sendgrid')].not_sent")
                .isNotEmpty();
        ProviderStubs.friendly();
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(20))
                .until(() -> "accepted".equals(settled(orders.order(patient, Channel.EMAIL))));
    }

    @Test
    void showsTheReviewQueueToOpsOnly() {
        http.get()
                .uri("/api/v1/intents")
                .header("Authorization", tokens.bearer(Samples.ORGANIZATION, "clinic-staff"))
                .exchange()
                .expectStatus()
                .isForbidden();
        http.get()
                .uri("/api/v1/intents?state=lost")
                .header("Authorization", tokens.bearer(Samples.ORGANIZATION, "ops"))
                .exchange()
                .expectStatus()
                .isBadRequest();
        http.get().uri("/api/v1/providers/health").exchange().expectStatus().isUnauthorized();
    }

    private long patient() {
        var patient = Orders.newPatient();
        allow(patient, 1, true);
        return patient;
    }

    private void allow(long patient, long version, boolean allowed) {
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, version, allowed));
        await().until(() ->
                integer("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ? AND version = ?", patient, version)
                        == 3);
    }

    private void suppress(long patient) {
        var hash = orders.hash(patient, Channel.SMS);
        kafka.publish(
                Topics.SUPPRESSION,
                hash,
                new SuppressionChanged(hash, Channel.SMS, true, false, 1, "stop", SettableClock.START));
        await().until(() -> integer("SELECT COUNT(*) FROM suppressions WHERE address_hash = ?", hash) == 1);
    }

    private void dispatch(DispatchOrdered order) {
        kafka.publish(Topics.dispatch(order.channel(), Lane.PRIORITY), Long.toString(order.patientId()), order);
    }

    private void callback(DispatchOrdered order, String messageId) {
        kafka.publish(
                Topics.DELIVERY,
                order.jobId().toString(),
                new DeliveryReported(
                        order.jobId(),
                        null,
                        null,
                        order.channel(),
                        order.attempt(),
                        DeliveryState.DELIVERED,
                        messageId,
                        null,
                        null,
                        null,
                        false,
                        SettableClock.START));
    }

    /** What a worker leaves behind that was killed after the gate, a lease ago. */
    private void abandoned(DispatchOrdered order) {
        transactions.executeWithoutResult(_ -> {
            var id = Ids.next().toString();
            jdbc.update(
                    "INSERT INTO contact_slots (slot_id, open_attempt, state) VALUES (?, ?, 'open')",
                    order.slotId().toString(),
                    id);
            jdbc.update(
                    """
                    INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, purpose, patient_id,
                        organization_id, address_hash, consent_version, request_fingerprint, content, state, ordered_at,
                        deadline_at, opened_at, next_look_at)
                    VALUES (?, ?, ?, 1, ?, 'appt_reminder', ?, ?, ?, 1, '', ?, 'open', ?, ?,
                        UTC_TIMESTAMP(6) - INTERVAL 10 SECOND, UTC_TIMESTAMP(6) - INTERVAL 1 SECOND)""",
                    id,
                    order.jobId().toString(),
                    order.slotId().toString(),
                    order.channel().code(),
                    order.patientId(),
                    order.organizationId(),
                    orders.hash(order.patientId(), order.channel()),
                    order.content().ciphertext(),
                    java.sql.Timestamp.from(SettableClock.START),
                    java.sql.Timestamp.from(order.deadline()));
        });
    }

    private void resolve(String id, String body, long organization, int status) {
        http.post()
                .uri("/api/v1/intents/" + id + "/resolve")
                .header("Authorization", tokens.bearer(organization, "ops"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    /** Dispatches and waits for a report that ends the attempt. */
    private String settled(DispatchOrdered order) {
        dispatch(order);
        var report = kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                it -> order.jobId().equals(it.jobId()) && it.state() != DeliveryState.PROCESSING);
        return report.state().code();
    }

    private String refusal(DispatchOrdered order) {
        return String.valueOf(report(order, DeliveryState.NOT_SENT).failureCode());
    }

    private DeliveryReported report(DispatchOrdered order, DeliveryState state) {
        return kafka.await(
                Topics.DELIVERY, DeliveryReported.class, it -> order.jobId().equals(it.jobId()) && it.state() == state);
    }

    private List<DeliveryReported> reports(DispatchOrdered order) {
        return kafka.events(Topics.DELIVERY, DeliveryReported.class).stream()
                .filter(it -> order.jobId().equals(it.jobId()))
                .toList();
    }

    private static int attempt(DeliveryReported report) {
        var attempt = report.attempt();
        return attempt == null ? 0 : attempt;
    }

    private static List<FakeProvider.Request> calls(DispatchOrdered order) {
        var provider = switch (order.channel()) {
            case EMAIL -> SENDGRID;
            case SMS -> TWILIO;
            case WHATSAPP -> WHATSAPP;
        };
        return provider.requests().stream()
                .filter(request -> request.body().contains(order.jobId().toString()))
                .toList();
    }

    private String state(DispatchOrdered order) {
        return String.valueOf(string("SELECT state FROM send_intents WHERE job_id = ?", order));
    }

    private @Nullable String string(String sql, Object key) {
        var value = key instanceof DispatchOrdered order ? order.jobId().toString() : key.toString();
        return transactions.execute(_ -> jdbc.queryForObject(sql, String.class, value));
    }

    private int number(String sql, DispatchOrdered order) {
        return integer(sql, order.jobId().toString());
    }

    private int integer(String sql, Object... arguments) {
        var value = transactions.execute(_ -> jdbc.queryForObject(sql, Integer.class, arguments));
        return value == null ? 0 : value;
    }

    private double spooled() {
        return meters.get("outreach.outcomes.spooled").gauge().value();
    }

    private void execute(String sql) {
        transactions.executeWithoutResult(_ -> jdbc.execute(sql));
    }
}
