package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static com.ovhi.outreach.channel.ProviderStubs.TWILIO;
import static com.ovhi.outreach.channel.ProviderStubs.WHATSAPP;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The running service and what surrounds it, in the words of its tests. */
final class Suite {

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Orders orders;
    private final MeterRegistry meters;
    private final HikariDataSource pool;
    private final RestTestClient http;

    Suite(ApplicationContext context, int port) {
        kafka = context.getBean(TestKafka.class);
        tokens = context.getBean(TestTokens.class);
        clock = context.getBean(SettableClock.class);
        jdbc = context.getBean(JdbcTemplate.class);
        transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        orders = new Orders(context.getBean(FieldCipher.class), context.getBean(AddressHash.class));
        meters = context.getBean(MeterRegistry.class);
        pool = context.getBean(HikariDataSource.class);
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    TestKafka kafka() {
        return kafka;
    }

    SettableClock clock() {
        return clock;
    }

    Orders orders() {
        return orders;
    }

    RestTestClient http() {
        return http;
    }

    String bearer(long organization, String... roles) {
        return tokens.bearer(organization, roles);
    }

    long patient() {
        var patient = Orders.newPatient();
        allow(patient, 1, true);
        return patient;
    }

    void allow(long patient, long version, boolean allowed) {
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, version, allowed));
        await().until(() ->
                integer("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ? AND version = ?", patient, version)
                        == 3);
    }

    void suppress(long patient) {
        var hash = orders.hash(patient, Channel.SMS);
        kafka.publish(
                Topics.SUPPRESSION,
                hash,
                new SuppressionChanged(hash, Channel.SMS, true, false, 1, "stop", SettableClock.START));
        await().until(() -> integer("SELECT COUNT(*) FROM suppressions WHERE address_hash = ?", hash) == 1);
    }

    void dispatch(DispatchOrdered order) {
        dispatch(order, Lane.PRIORITY);
    }

    void dispatch(DispatchOrdered order, Lane lane) {
        kafka.publish(Topics.dispatch(order.channel(), lane), Long.toString(order.patientId()), order);
    }

    void callback(DispatchOrdered order, String messageId) {
        callback(order, messageId, null);
    }

    /** The same by the account of one organisation alone. */
    void callback(DispatchOrdered order, String messageId, @Nullable Long organization) {
        kafka.publish(
                Topics.DELIVERY,
                order.jobId().toString(),
                new DeliveryReported(
                        order.jobId(),
                        organization,
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
    void abandoned(DispatchOrdered order) {
        abandoned(order, null);
    }

    /** The same by an account. */
    void abandoned(DispatchOrdered order, @Nullable String account) {
        transactions.executeWithoutResult(_ -> {
            var id = Ids.next().toString();
            jdbc.update(
                    "INSERT INTO contact_slots (slot_id, open_attempt, state) VALUES (?, ?, 'open')",
                    order.slotId().toString(),
                    id);
            jdbc.update(
                    """
                    INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, account, purpose, patient_id,
                        organization_id, address_hash, consent_version, request_fingerprint, content, state, ordered_at,
                        deadline_at, opened_at, next_look_at)
                    VALUES (?, ?, ?, 1, ?, ?, 'appt_reminder', ?, ?, ?, 1, '', ?, 'open', ?, ?,
                        UTC_TIMESTAMP(6) - INTERVAL 10 SECOND, UTC_TIMESTAMP(6) - INTERVAL 1 SECOND)""",
                    id,
                    order.jobId().toString(),
                    order.slotId().toString(),
                    order.channel().code(),
                    account,
                    order.patientId(),
                    order.organizationId(),
                    orders.hash(order.patientId(), order.channel()),
                    order.content().ciphertext(),
                    java.sql.Timestamp.from(SettableClock.START),
                    java.sql.Timestamp.from(order.deadline()));
        });
    }

    void resolve(String id, String body, long organization, int status) {
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
    String settled(DispatchOrdered order) {
        dispatch(order);
        var report = kafka.await(
                Topics.DELIVERY,
                DeliveryReported.class,
                it -> order.jobId().equals(it.jobId()) && it.state() != DeliveryState.PROCESSING);
        return report.state().code();
    }

    String refusal(DispatchOrdered order) {
        return String.valueOf(report(order, DeliveryState.NOT_SENT).failureCode());
    }

    DeliveryReported report(DispatchOrdered order, DeliveryState state) {
        return kafka.await(
                Topics.DELIVERY, DeliveryReported.class, it -> order.jobId().equals(it.jobId()) && it.state() == state);
    }

    List<DeliveryReported> reports(DispatchOrdered order) {
        return kafka.events(Topics.DELIVERY, DeliveryReported.class).stream()
                .filter(it -> order.jobId().equals(it.jobId()))
                .toList();
    }

    static int attempt(DeliveryReported report) {
        var attempt = report.attempt();
        return attempt == null ? 0 : attempt;
    }

    static List<FakeProvider.Request> calls(DispatchOrdered order) {
        var provider = switch (order.channel()) {
            case EMAIL -> SENDGRID;
            case SMS -> TWILIO;
            case WHATSAPP -> WHATSAPP;
        };
        return provider.requests().stream()
                .filter(request -> request.body().contains(order.jobId().toString()))
                .toList();
    }

    String state(DispatchOrdered order) {
        return String.valueOf(string("SELECT state FROM send_intents WHERE job_id = ?", order));
    }

    @Nullable
    String string(String sql, Object key) {
        var value = key instanceof DispatchOrdered order ? order.jobId().toString() : key.toString();
        return transactions.execute(_ -> jdbc.queryForObject(sql, String.class, value));
    }

    int number(String sql, DispatchOrdered order) {
        return integer(sql, order.jobId().toString());
    }

    int integer(String sql, Object... arguments) {
        var value = transactions.execute(_ -> jdbc.queryForObject(sql, Integer.class, arguments));
        return value == null ? 0 : value;
    }

    /** Waits until a sender that was told to wait may send again. */
    void awaitOpen(long patient, Channel channel) {
        await().atMost(Duration.ofSeconds(20)).until(() -> "accepted".equals(settled(orders.order(patient, channel))));
    }

    int intents(DispatchOrdered order) {
        return number("SELECT COUNT(*) FROM send_intents WHERE job_id = ?", order);
    }

    int connectionsInUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    double spooled() {
        return meters.get("outreach.outcomes.spooled").gauge().value();
    }

    void execute(String sql) {
        transactions.executeWithoutResult(_ -> jdbc.execute(sql));
    }
}
