package com.ovhi.outreach.channel.testsend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From the order of a test to its outcome, against real servers and providers that speak the real wire formats. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class TestSendServiceTests {

    private static final AtomicInteger STAFF = new AtomicInteger(100);
    private static final String TEXT = "TEST - not for a patient: Example Community Clinic";

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final TestSweep sweep;
    private final RestTestClient http;

    TestSendServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestSweep sweep,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        this.cipher = cipher;
        this.hashes = hashes;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.sweep = sweep;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void sendsOnceInTheProvidersWireFormat(Channel channel) {
        var address = staff(channel);
        var order = order(channel, address);

        publish(order);
        publish(order);

        var test = settled(order);
        assertThat(test.at("/state").asString()).isEqualTo("accepted");
        assertThat(test.at("/provider_message_id").asString()).isNotBlank();
        publish(order);
        assertThat(settled(follower()).at("/state").asString()).isEqualTo("accepted");
        assertThat(calls(channel, order.testId())).hasSize(1);
        var call = calls(channel, order.testId()).getFirst();
        switch (channel) {
            case SMS -> {
                assertThat(call.field("To")).isEqualTo(address);
                assertThat(call.field("Body")).isEqualTo(TEXT);
            }
            case EMAIL -> {
                var mail = ContractJson.mapper().readTree(call.body());
                assertThat(mail.at("/personalizations/0/to/0/email").asString()).isEqualTo(address);
                assertThat(mail.at("/subject").asString()).isEqualTo("TEST A message from your clinic");
                assertThat(mail.at("/content/0/value").asString()).isEqualTo(TEXT);
            }
            case WHATSAPP -> {
                var message = ContractJson.mapper().readTree(call.body());
                assertThat(message.at("/to").asString()).isEqualTo(address.substring(1));
                assertThat(message.at("/template/components/0/parameters/0/text")
                                .asString())
                        .isEqualTo("TEST Clinic");
            }
        }
    }

    @Test
    void isNoContactOfAnybody() {
        var order = order(Channel.SMS, staff(Channel.SMS));

        publish(order);

        assertThat(settled(order).at("/state").asString()).isEqualTo("accepted");
        assertThat(count("SELECT COUNT(*) FROM send_intents WHERE job_id = ?", order.testId()))
                .isZero();
        assertThat(kafka.events(Topics.DELIVERY, DeliveryReported.class))
                .noneMatch(each -> order.testId().equals(each.jobId()));
        assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class))
                .noneMatch(each -> each.toString().contains(order.testId().toString()));
    }

    @Test
    void storesWhyTheProviderRefused() {
        ProviderStubs.TWILIO.answer(400, "{\"code\": 21211, \"message\": \"no number\", \"status\": 400}");
        var order = order(Channel.SMS, staff(Channel.SMS));

        publish(order);

        var test = settled(order);
        assertThat(test.at("/state").asString()).isEqualTo("not_sent");
        assertThat(test.at("/code").asString()).isEqualTo("21211");
    }

    @Test
    void neverRepeatsACallWhoseOutcomeNobodyKnows() {
        ProviderStubs.TWILIO.behave(request -> new HangUp());
        var order = order(Channel.SMS, staff(Channel.SMS));

        publish(order);
        assertThat(settled(order).at("/state").asString()).isEqualTo("unknown");
        var calls = calls(Channel.SMS, order.testId()).size();
        ProviderStubs.friendly();
        publish(order);
        settled(follower());

        assertThat(calls(Channel.SMS, order.testId())).hasSize(calls).hasSize(1);
        assertThat(settled(order).at("/state").asString()).isEqualTo("unknown");
    }

    @Test
    void sendsNothingToAnAddressThatIsAPatients() {
        var patient = Orders.newPatient();
        var preferences = new Orders(cipher, hashes).preferences(patient, 1, true);
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), preferences);
        var order = order(Channel.SMS, Orders.address(patient, Channel.SMS));

        publish(order);

        assertRefused(order, "patient-address");
    }

    @Test
    void sendsNothingToAnAddressThatSaidStop() {
        var address = staff(Channel.SMS);
        var hash = hashes.of(new PhoneNumber(address));
        kafka.publish(
                Topics.SUPPRESSION,
                hash,
                new SuppressionChanged(hash, Channel.SMS, true, false, 1, "stop", SettableClock.START));
        var order = order(Channel.SMS, address);

        publish(order);

        assertRefused(order, "suppressed");
    }

    @Test
    void getsThroughWhilePermissionsNeverStopChanging() throws InterruptedException {
        var order = order(Channel.SMS, staff(Channel.SMS));
        var done = new AtomicBoolean();
        var changes = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                var patient = Orders.newPatient();
                kafka.publish(
                        Topics.PREFERENCE,
                        Long.toString(patient),
                        new Orders(cipher, hashes).preferences(patient, 1, true));
            }
        });
        try {
            publish(order);

            assertThat(settled(order).at("/state").asString()).isEqualTo("accepted");
        } finally {
            done.set(true);
            changes.join();
        }
    }

    @Test
    void leavesByTheAccountOfTheOrganisationThatOrderedIt() {
        var id = Ids.next();
        var order = new TestSendOrdered(
                id,
                ProviderStubs.OWNER,
                Channel.SMS,
                false,
                SettableClock.START.plus(Duration.ofMinutes(10)),
                sealed(id, Channel.SMS, staff(Channel.SMS)));

        publish(order);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> !calls(Channel.SMS, id).isEmpty());
        assertThat(calls(Channel.SMS, id))
                .singleElement()
                .satisfies(call -> assertThat(call.uri().getPath()).contains(ProviderStubs.OWN));
    }

    @Test
    void sendsNothingTooLate() {
        var order = order(Channel.SMS, staff(Channel.SMS));
        clock.set(order.deadline());

        publish(order);

        assertRefused(order, "deadline-passed");
    }

    @Test
    void refusesWhatItCannotReadAndWhereNothingArrives() {
        var sealedForAnother = new TestSendOrdered(
                Ids.next(),
                Samples.ORGANIZATION,
                Channel.SMS,
                false,
                SettableClock.START.plus(Duration.ofMinutes(10)),
                order(Channel.SMS, staff(Channel.SMS)).content());
        publish(sealedForAnother);
        assertRefused(sealedForAnother, "content-unreadable");

        var nowhere = order(Channel.EMAIL, "nobody");
        publish(nowhere);
        assertRefused(nowhere, "invalid-address");
    }

    @Test
    void callsATestUnknownWhoseWorkerDied() {
        var dead = Ids.next();
        var calling = Ids.next();
        open(dead, 600);
        open(calling, 1);

        sweep.giveUp();

        assertThat(get(dead, "ops").at("/state").asString()).isEqualTo("unknown");
        assertThat(get(dead, "ops").at("/code").asString()).isEqualTo("worker-died");
        assertThat(get(calling, "ops").at("/state").asString()).isEqualTo("open");
        var order = new TestSendOrdered(
                dead,
                Samples.ORGANIZATION,
                Channel.SMS,
                false,
                SettableClock.START.plus(Duration.ofMinutes(10)),
                sealed(dead, Channel.SMS, staff(Channel.SMS)));
        publish(order);
        settled(follower());
        assertThat(calls(Channel.SMS, dead)).isEmpty();
    }

    @Test
    void showsOutcomesToTheOrganisationThatOrderedThem() {
        var order = order(Channel.SMS, staff(Channel.SMS));
        publish(order);
        settled(order);

        assertThat(status("/" + order.testId(), tokens.bearer(Samples.ORGANIZATION, "clinic-staff")))
                .isEqualTo(200);
        assertThat(status("/" + order.testId(), tokens.bearer(Samples.ORGANIZATION + 1, "clinic-staff")))
                .isEqualTo(404);
        assertThat(status("/" + order.testId(), tokens.bearer(Samples.ORGANIZATION, "core-system")))
                .isEqualTo(403);
        assertThat(status("?state=lost", tokens.bearer(Samples.ORGANIZATION, "ops")))
                .isEqualTo(400);
        var page = json("?limit=1", tokens.bearer(Samples.ORGANIZATION, "ops"));
        assertThat(page.at("/items").size()).isEqualTo(1);
        var open = json("?state=open", tokens.bearer(Samples.ORGANIZATION, "ops"));
        assertThat(open.at("/items").toString()).doesNotContain(order.testId().toString());
    }

    private void assertRefused(TestSendOrdered order, String code) {
        var test = settled(order);
        assertThat(test.at("/state").asString()).isEqualTo("not_sent");
        assertThat(test.at("/code").asString()).isEqualTo(code);
        assertThat(calls(order.channel(), order.testId())).isEmpty();
    }

    /** A test that is published after others of the same key and so is settled after them. */
    private TestSendOrdered follower() {
        var order = order(Channel.EMAIL, staff(Channel.EMAIL));
        publish(order);
        return order;
    }

    private static String staff(Channel channel) {
        var number = STAFF.incrementAndGet();
        return channel == Channel.EMAIL ? "staff" + number + "@example.org" : "+1602555" + "%04d".formatted(number);
    }

    private TestSendOrdered order(Channel channel, String address) {
        var id = Ids.next();
        return new TestSendOrdered(
                id,
                Samples.ORGANIZATION,
                channel,
                false,
                SettableClock.START.plus(Duration.ofMinutes(10)),
                sealed(id, channel, address));
    }

    private Sealed sealed(UUID id, Channel channel, String address) {
        var hash =
                channel == Channel.EMAIL ? hashes.of(new EmailAddress(address)) : hashes.of(new PhoneNumber(address));
        var content = new MessageContent(
                address,
                hash,
                channel == Channel.EMAIL ? "TEST A message from your clinic" : null,
                TEXT,
                null,
                channel == Channel.WHATSAPP
                        ? new MessageContent.WhatsAppTemplate(
                                "appt_reminder_v1", "en_US", List.of("TEST Clinic"), List.of())
                        : null,
                "TEST",
                "en");
        return cipher.seal(ContractJson.writeText(content), TestSendOrdered.contentContext(id));
    }

    /** All under one key, so that they are taken up in this order. */
    private void publish(TestSendOrdered order) {
        kafka.publish(Topics.TEST_SEND, "one", order);
    }

    private JsonNode settled(TestSendOrdered order) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        count("SELECT COUNT(*) FROM test_sends WHERE id = ? AND state <> 'open'", order.testId()) == 1);
        return get(order.testId(), "ops");
    }

    private JsonNode get(UUID id, String role) {
        return json("/" + id, tokens.bearer(Samples.ORGANIZATION, role));
    }

    private JsonNode json(String path, String bearer) {
        return ContractJson.mapper()
                .readTree(String.valueOf(http.get()
                        .uri("/api/v1/test-sends" + path)
                        .header("Authorization", bearer)
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()));
    }

    private int status(String path, String bearer) {
        return http.get()
                .uri("/api/v1/test-sends" + path)
                .header("Authorization", bearer)
                .exchange()
                .returnResult(Void.class)
                .getStatus()
                .value();
    }

    private static List<FakeProvider.Request> calls(Channel channel, UUID id) {
        var provider = switch (channel) {
            case EMAIL -> ProviderStubs.SENDGRID;
            case SMS -> ProviderStubs.TWILIO;
            case WHATSAPP -> ProviderStubs.WHATSAPP;
        };
        return provider.requests().stream()
                .filter(request -> request.body().contains(id.toString()))
                .toList();
    }

    private long count(String sql, UUID id) {
        var value = transactions.execute(
                _ -> jdbc.sql(sql).param(id.toString()).query(Long.class).single());
        return value == null ? 0 : value;
    }

    private void open(UUID id, int secondsAgo) {
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                        INSERT INTO test_sends (id, organization_id, channel, state, opened_at)
                        VALUES (?, ?, 'sms', 'open', UTC_TIMESTAMP(6) - INTERVAL ? SECOND)""")
                .params(id.toString(), Samples.ORGANIZATION, secondsAgo)
                .update());
    }
}
