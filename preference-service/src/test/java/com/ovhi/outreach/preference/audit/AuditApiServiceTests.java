package com.ovhi.outreach.preference.audit;

import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Patients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

@ServiceTest(schema = "ovhi_preference")
class AuditApiServiceTests {

    private static final AtomicLong ORGANIZATIONS = new AtomicLong(80_000);

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final JdbcTemplate jdbc;
    private final Api api;
    private final long organization = ORGANIZATIONS.incrementAndGet();
    private final Instant at = SettableClock.START;
    private final String compliance;

    AuditApiServiceTests(TestKafka kafka, TestTokens tokens, JdbcTemplate jdbc, @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.jdbc = jdbc;
        api = new Api(port, tokens);
        compliance = tokens.bearer(organization, "compliance");
    }

    @Test
    void turnsPagesInTheOrderInWhichThingsHappened() {
        for (var i = 0; i < 25; i++) {
            publish("user-" + i % 3, (long) (i % 5), AuditAction.ACCESS, at.plusSeconds(100 - i / 2), "x");
        }
        awaitEntries(25);

        var seen = new ArrayList<String>();
        var seqs = new ArrayList<Long>();
        var next = "";
        for (var page = 0; page < 3; page++) {
            var answer = api.get("/audit?user_id=user-1&limit=4&after=" + next, compliance);
            assertThat(answer.status()).isEqualTo(200);
            answer.json().path("entries").forEach(each -> {
                seen.add(each.path("occurred_at").asString());
                seqs.add(each.path("seq").asLong());
                assertThat(each.path("user_id").asString()).isEqualTo("user-1");
                assertThat(each.path("hash").asString()).hasSize(64);
            });
            next = answer.json().path("next").asString("");
        }

        assertThat(seen).hasSize(8).isSorted();
        assertThat(seqs).doesNotHaveDuplicates();
    }

    @Test
    void findsByPatientActionAndTime() {
        publish("a", 1L, AuditAction.ACCESS, at, "x");
        publish("a", 1L, AuditAction.SEND, at.plusSeconds(60), "x");
        publish("a", 2L, AuditAction.SEND, at.plusSeconds(120), "x");
        awaitEntries(3);

        assertThat(found("patient_id=1")).isEqualTo(2);
        assertThat(found("patient_id=1&action=send")).isEqualTo(1);
        assertThat(found("action=send&from=" + at.plusSeconds(60) + "&to=" + at.plusSeconds(120)))
                .isEqualTo(1);
        assertThat(found("patient_id=3")).isZero();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jdbc.queryForList(
                                "SELECT details FROM comm_audit_log WHERE organization_id = ? AND user_id = 'test-caller'",
                                String.class,
                                organization))
                        .hasSize(4)
                        .allMatch(each -> each.contains("audit"))
                        .anyMatch(each -> each.contains("\"send\"")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action=fly",
                "limit=0",
                "limit=501",
                "after=nonsense",
                "after=2026-01-01T00:00:00Z_",
                "from=yesterday",
                "patient_id=x",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"
            })
    void refusesWhatMakesNoSense(String query) {
        assertThat(api.get("/audit?" + query, compliance).status()).isEqualTo(400);
    }

    @Test
    void exportsWithoutFormulas() {
        publish("=cmd|' /C calc'!A0", 1L, AuditAction.ACCESS, at, "say \"hi\", twice");
        publish("+1", null, AuditAction.SEND, at.plusSeconds(1), "x");
        awaitEntries(2);

        var csv = api.get("/audit/export", compliance);
        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("audit-" + organization + ".csv");
        assertThat(csv.body().lines())
                .hasSizeGreaterThanOrEqualTo(3)
                .anyMatch(each -> each.startsWith("seq,occurred_at"))
                .anyMatch(each -> each.contains("\"'=cmd|"))
                .anyMatch(each -> each.contains("\"'+1\""))
                .anyMatch(each -> each.contains("{\"\"note\"\":\"\"say \\\"\"hi\\\"\", twice\"\"}"));

        var ndjson = api.get("/audit/export?format=ndjson&action=send", compliance);
        assertThat(ndjson.header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(ndjson.body().lines().toList()).singleElement().asString().contains("\"user_id\":\"+1\"");
        assertThat(api.get("/audit/export?format=xml", compliance).status()).isEqualTo(400);
    }

    @Test
    void verifiesOnlyOnesOwnChainAndOnlyForCompliance() {
        publish("a", 1L, AuditAction.ACCESS, at, "x");
        awaitEntries(1);

        var verdict = api.post("/audit/verification", compliance, "application/json", "");

        assertThat(verdict.status()).isEqualTo(200);
        assertThat(verdict.json().path("intact").asBoolean()).isTrue();
        assertThat(verdict.json().path("entries").asLong()).isPositive();
        for (var path : List.of("/audit/verification", "/audit/verification/system")) {
            assertThat(api.post(path, api.staff(organization), "application/json", "")
                            .status())
                    .isEqualTo(403);
        }
        var system = api.post("/audit/verification/system", tokens.bearer(organization, "ops"), "application/json", "");
        assertThat(system.json().path("intact").asBoolean()).isTrue();
        assertThat(found(tokens.bearer(organization + 1_000, "compliance"), "patient_id=1"))
                .isZero();
    }

    @Test
    void auditsLooksAtEffectivePreferencesByPeopleButNotByServices() {
        var patient = aPatient().withPhone(freshPhone()).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);

        assertThat(api.get("/preferences/" + patient + "/effective", api.staff(Patients.ORGANIZATION))
                        .status())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jdbc.queryForList(
                                "SELECT user_id FROM comm_audit_log WHERE patient_id = ? AND action = 'access'",
                                String.class,
                                patient))
                        .containsExactly("test-caller"));
    }

    private int found(String query) {
        return found(compliance, query);
    }

    private int found(String bearer, String query) {
        var answer = api.get("/audit?" + query, bearer);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("entries").size();
    }

    private void awaitEntries(int count) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(jdbc.queryForObject(
                                "SELECT COUNT(*) FROM comm_audit_log WHERE organization_id = ?",
                                Integer.class,
                                organization))
                        .isEqualTo(count));
    }

    private void publish(String user, @Nullable Long patient, AuditAction action, Instant occurredAt, String note) {
        var entry = new AuditRecorded(
                organization, patient, user, action, Map.of("note", note), "127.0.0.1", null, occurredAt);
        kafka.publish(
                Topics.AUDIT,
                Long.toString(organization),
                new EventHeaders(UUID.randomUUID().toString(), "audit.recorded", "test", occurredAt, null),
                entry);
    }
}
