package com.ovhi.outreach.template.testsend;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static com.ovhi.outreach.template.TemplateCalls.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import com.ovhi.outreach.template.TemplateCalls.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Tests to staff, from the list of addresses to the order on the topic. */
@ServiceTest(schema = "ovhi_template")
@TestPropertySource(properties = {"outreach.template.test-send.per-hour=3", "outreach.template.test-send.addresses=4"})
class TestSendOrderTests {

    private static final AtomicLong ORGANIZATIONS = new AtomicLong(9_000);
    private static final String NUMBER = "+16025550123";

    private final TestTokens tokens;
    private final TestKafka kafka;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final int port;
    private long organization;
    private TemplateCalls calls;

    TestSendOrderTests(
            TestTokens tokens,
            TestKafka kafka,
            SettableClock clock,
            FieldCipher cipher,
            AddressHash hashes,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        this.tokens = tokens;
        this.kafka = kafka;
        this.clock = clock;
        this.cipher = cipher;
        this.hashes = hashes;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.port = port;
        calls = new TemplateCalls(port, tokens, organization);
    }

    @BeforeEach
    void anotherOrganization() {
        organization = ORGANIZATIONS.incrementAndGet();
        calls = new TemplateCalls(port, tokens, organization);
        clock.set(SettableClock.START);
    }

    @AfterEach
    void sameTimeForOthers() {
        clock.set(SettableClock.START);
    }

    @Test
    void ordersAMarkedTextWithMadeUpValuesForAStaffAddress() {
        var address = address("sms", NUMBER);
        var id = calls.draft(urgent());

        var answer = test(id, 1, address, "first-key");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        var testId = UUID.fromString(answer.json().at("/id").asString());
        var order = ordered(testId);
        assertThat(order.organizationId()).isEqualTo(organization);
        assertThat(order.deadline()).isEqualTo(SettableClock.START.plus(Duration.ofMinutes(10)));
        var content = opened(order);
        assertThat(content.address()).isEqualTo(NUMBER);
        assertThat(content.addressHash()).isEqualTo(hashes.of(new PhoneNumber(NUMBER)));
        assertThat(content.text())
                .isEqualTo("TEST - not for a patient: Example Community Clinic: call (602) 555-0000. STOP to opt out");
        assertThat(content.senderName()).isEqualTo("TEST");
        assertThat(ContractJson.writeText(order)).doesNotContain(NUMBER).doesNotContain("TEST");
        var audit = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> testId.toString().equals(each.details().get("test_id")));
        assertThat(audit.patientId()).isNull();
        assertThat(audit.actor()).isEqualTo("ana");
        assertThat(audit.details())
                .containsEntry("what", "test-send")
                .containsEntry("template_id", Long.toString(id))
                .containsEntry("address_id", address);
        assertThat(audit.toString()).doesNotContain(NUMBER);
    }

    @Test
    void ordersOnceForAKeyHoweverOftenAndHoweverManyAtATime() throws Exception {
        var address = address("sms", NUMBER);
        var id = calls.draft(urgent());

        List<Future<Answer>> answers;
        try (var threads = Executors.newFixedThreadPool(8)) {
            answers = threads.invokeAll(IntStream.range(0, 8)
                    .<Callable<Answer>>mapToObj(each -> () -> test(id, 1, address, "the-same-key"))
                    .toList());
        }

        var ids = new java.util.TreeSet<String>();
        for (var answer : answers) {
            assertThat(answer.get().status()).isEqualTo(202);
            ids.add(answer.get().json().at("/id").asString());
        }
        assertThat(ids).hasSize(1);
        ordered(UUID.fromString(ids.first()));
        assertThat(orders()).hasSize(1);
        assertThat(test(id, 1, address, "the-same-key").headers()).containsEntry("Idempotent-Replayed", "true");
        assertThat(test(id, 2, address, "the-same-key").problem()).isEqualTo("idempotency-key-reuse");
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void stopsAnOrganisationThatOrdersTooMany() {
        var address = address("sms", NUMBER);
        var id = calls.draft(urgent());
        for (var i = 0; i < 3; i++) {
            assertThat(test(id, 1, address, "number-key-" + i).status()).isEqualTo(202);
        }

        var refused = test(id, 1, address, "number-key-3");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.problem()).isEqualTo("too-many-tests");
        assertThat(Integer.parseInt(refused.headers().get("Retry-After"))).isBetween(1, 3_600);
        assertThat(test(id, 1, address, "number-key-0").status()).isEqualTo(202);
        clock.set(SettableClock.START.plus(Duration.ofHours(1)));
        assertThat(test(id, 1, address, "number-key-3").status()).isEqualTo(202);
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void leavesNoTraceOfWhatIsRefused() {
        var sms = address("sms", NUMBER);
        var mail = address("email", "Staff.One@example.org");
        var id = calls.draft(urgent());
        var foreign = new TemplateCalls(port, tokens, ORGANIZATIONS.incrementAndGet());

        assertThat(test(id, 1, mail, "other-channel").problem()).isEqualTo("other-channel");
        assertThat(test(id, 7, sms, "other-version").problem()).isEqualTo("unknown-version");
        assertThat(test(id, 1, UUID.randomUUID().toString(), "nobody-there").problem())
                .isEqualTo("unknown-test-address");
        assertThat(order(foreign, id, 1, sms, "foreign-template").problem()).isEqualTo("unknown-test-address");
        assertThat(test(id, 1, sms, "short").problem()).isEqualTo("idempotency-key");
        assertThat(test(id, 1, sms, null).problem()).isEqualTo("idempotency-key");
        assertThat(orders()).isEmpty();
        assertThat(used()).isZero();
    }

    @Test
    void sendsNoTestOfADiscardedVersionNorToARemovedAddress() {
        var address = address("sms", NUMBER);
        var id = calls.draft(urgent());
        calls.exchange(
                HttpMethod.DELETE,
                "/api/v1/templates/" + id + "/versions/1",
                calls.author(),
                null,
                Map.of("If-Match", calls.tag(id)));
        assertThat(test(id, 1, address, "discarded-one").problem()).isEqualTo("unknown-version");
        calls.write(id, urgent());
        assertThat(test(id, 2, address, "written-anew").status()).isEqualTo(202);

        assertThat(remove(address, calls.reviewer()).status()).isEqualTo(204);

        assertThat(test(id, 2, address, "after-removal").problem()).isEqualTo("unknown-test-address");
        assertThat(test(id, 2, address, "written-anew").status()).isEqualTo(202);
        assertThat(remove(address, calls.reviewer()).status()).isEqualTo(404);
    }

    @Test
    void keepsAddressesSealedAndShowsNoMoreThanAHint() {
        address("sms", NUMBER);
        address("email", "Staff.One@example.org");

        var list = calls.get("/api/v1/test-addresses", calls.author());

        assertThat(list.body())
                .contains("…0123", "S…@example.org", "Front desk")
                .doesNotContain("6025550", "taff.One");
        assertThat(stored()).hasSize(2).noneMatch(each -> each.contains("6025550") || each.contains("example.org"));
        var audits = kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                each -> each.details().containsValue("test-address-added")
                        && Long.valueOf(organization).equals(each.organizationId()));
        assertThat(audits.actor()).isEqualTo("rob");
        assertThat(new TemplateCalls(port, tokens, ORGANIZATIONS.incrementAndGet())
                        .get("/api/v1/test-addresses", calls.person("x", "core-system"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "sms, 602-555-0123, 422, invalid-address",
        "sms, staff@example.org, 422, invalid-address",
        "email, +16025550123, 422, invalid-address",
        "fax, +16025550123, 400, ''"
    })
    void takesNoAddressThatTheChannelCannotReach(String channel, String address, int status, String problem) {
        var answer = add(calls.reviewer(), channel, address);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain(address);
        if (!problem.isEmpty()) {
            assertThat(answer.problem()).isEqualTo(problem);
        }
    }

    @Test
    void keepsAnAddressOnceAndNotTooMany() {
        address("email", "staff@example.org");
        assertThat(add(calls.reviewer(), "email", "STAFF@example.org").problem())
                .isEqualTo("duplicate-test-address");
        address("sms", NUMBER);
        address("whatsapp", NUMBER);
        address("email", "other@example.org");

        assertThat(add(calls.reviewer(), "email", "third@example.org").problem())
                .isEqualTo("too-many-test-addresses");
    }

    @Test
    void letsNobodyAddAnAddressWhoOnlyOrdersTests() {
        assertThat(add(calls.author(), "sms", NUMBER).status()).isEqualTo(403);
        assertThat(remove(address("sms", NUMBER), calls.author()).status()).isEqualTo(403);
        var id = calls.draft(urgent());
        assertThat(calls.exchange(
                                HttpMethod.POST,
                                "/api/v1/templates/" + id + "/versions/1/test-send",
                                calls.reviewer(),
                                Map.of("address_id", UUID.randomUUID().toString()),
                                Map.of("Idempotency-Key", "by-a-reviewer"))
                        .status())
                .isEqualTo(403);
    }

    private static Map<String, Object> urgent() {
        return with(
                sms("urgent", "en", "{{clinic_name}}: call {{clinic_phone}}. STOP to opt out"),
                "variables",
                List.of("clinic_name", "clinic_phone"));
    }

    private String address(String channel, String address) {
        var added = add(calls.reviewer(), channel, address);
        assertThat(added.status()).as(added.body()).isEqualTo(201);
        return added.json().at("/id").asString();
    }

    private Answer add(String bearer, String channel, String address) {
        return calls.post(
                "/api/v1/test-addresses",
                bearer,
                Map.of("channel", channel, "address", address, "label", "Front desk"));
    }

    private Answer remove(String address, String bearer) {
        return calls.exchange(HttpMethod.DELETE, "/api/v1/test-addresses/" + address, bearer, null, Map.of());
    }

    private Answer test(long id, int version, String address, @Nullable String key) {
        return order(calls, id, version, address, key);
    }

    private static Answer order(TemplateCalls calls, long id, int version, String address, @Nullable String key) {
        return calls.exchange(
                HttpMethod.POST,
                "/api/v1/templates/" + id + "/versions/" + version + "/test-send",
                calls.author(),
                Map.of("address_id", address),
                key == null ? Map.of() : Map.of("Idempotency-Key", key));
    }

    private TestSendOrdered ordered(UUID id) {
        return kafka.await(
                Topics.TEST_SEND, TestSendOrdered.class, each -> each.testId().equals(id));
    }

    private List<TestSendOrdered> orders() {
        return kafka.events(Topics.TEST_SEND, TestSendOrdered.class).stream()
                .filter(each -> each.organizationId() == organization)
                .toList();
    }

    private MessageContent opened(TestSendOrdered order) {
        return ContractJson.read(
                cipher.open(order.content(), TestSendOrdered.contentContext(order.testId())), MessageContent.class);
    }

    private List<String> stored() {
        return java.util.Objects.requireNonNull(transactions.execute(
                _ -> jdbc.sql("SELECT CONCAT(address, address_hash) FROM test_addresses WHERE organization_id = ?")
                        .param(organization)
                        .query(String.class)
                        .list()));
    }

    private int used() {
        return java.util.Objects.requireNonNull(transactions.execute(
                _ -> jdbc.sql("SELECT COALESCE(SUM(used), 0) FROM test_send_quota WHERE organization_id = ?")
                        .param(organization)
                        .query(Integer.class)
                        .single()));
    }
}
