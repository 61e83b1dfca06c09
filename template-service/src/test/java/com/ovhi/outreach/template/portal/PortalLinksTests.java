package com.ovhi.outreach.template.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Links that are good once. */
@ServiceTest(schema = "ovhi_template")
class PortalLinksTests extends PortalVisits {

    private final TestKafka kafka;
    private final PortalLinks links;
    private final PortalLinkPurge purge;

    PortalLinksTests(
            TestTokens tokens,
            TestKafka kafka,
            SettableClock clock,
            PortalLinks links,
            PortalLinkPurge purge,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(tokens, clock, jdbc, transactions, port);
        this.kafka = kafka;
        this.links = links;
        this.purge = purge;
    }

    @Test
    void isGoodOnceAndTellsWhatItIsBoundTo() {
        var minted = mint(8_001);
        var token = token(minted);

        var first = redeem(token);
        var second = redeem(token);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().at("/patient_id").asLong()).isEqualTo(8_001);
        assertThat(first.json().at("/organization_id").asLong()).isEqualTo(ORGANIZATION);
        assertThat(first.json().at("/purpose").asString()).isEqualTo("lab_ready");
        assertThat(first.json().at("/scope").asString()).isEqualTo("messages");
        assertThat(second.status()).isEqualTo(404);
        assertThat(minted.json().at("/expires_at").asString())
                .isEqualTo(SettableClock.START.plus(Duration.ofHours(72)).toString());
        var entry = audited(8_001, "portal-link-redeemed");
        assertThat(entry.details())
                .containsEntry("link_id", minted.json().at("/id").asString());
        assertThat(entry.toString()).doesNotContain(token);
    }

    @Test
    void answersTheSameWhateverIsWrongWithALink() {
        var used = token(mint(8_002));
        redeem(used);
        var revoked = mint(8_002);
        var revocation = calls.exchange(
                HttpMethod.DELETE, uri() + "/" + revoked.json().at("/id").asString(), calls.author(), null, Map.of());
        var foreign = token(mint(8_002));
        var expired = token(mint(8_002));
        clock.advance(Duration.ofHours(72));
        var fresh = token(mint(8_002));

        var answers = List.of(
                redeem(used),
                redeem(token(revoked)),
                redeem(expired),
                redeem("x"),
                redeem(fresh.substring(1) + "x"),
                calls.post(
                        uri() + "/redeem",
                        "Bearer " + tokens.token("portal", ORGANIZATION + 1, "core-system"),
                        Map.of("token", fresh)));

        assertThat(revocation.status()).isEqualTo(204);
        assertThat(answers).allSatisfy(each -> {
            assertThat(each.status()).isEqualTo(404);
            assertThat(withoutTrace(each)).isEqualTo(withoutTrace(answers.getFirst()));
        });
        assertThat(redeem(fresh).status()).isEqualTo(200);
        assertThat(redeem(foreign).status()).isEqualTo(404);
        var landings = List.of(look(used), look(token(revoked)), look(expired), look("x"), look(fresh));
        assertThat(landings)
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(404))
                .extracting(Answer::body)
                .containsOnly(landings.getFirst().body());
    }

    @Test
    void isNotUsedUpByLooking() {
        var token = token(mint(8_003));

        for (var i = 0; i < 100; i++) {
            assertThat(look(token).status()).isEqualTo(200);
        }

        assertThat(redeem(token).status()).isEqualTo(200);
        assertThat(look(token).status()).isEqualTo(404);
    }

    @Test
    void showsNothingButTheWayOn() {
        var token = token(mint(8_004));

        var page = look(token);

        assertThat(page.body())
                .contains("href=\"https://portal.example.org/enter#" + token + "\"")
                .doesNotContain("<script", "<img", "<form", "8004", "lab");
        assertThat(page.headers())
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cache-Control", "no-store");
        assertThat(page.headers().get("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(calls.exchange(HttpMethod.POST, "/portal/" + token, null, null, visitor())
                        .status())
                .isNotEqualTo(200);
        assertThat(redeem(token).status()).isEqualTo(200);
    }

    @Test
    void keepsNoTokenInTheDatabase() {
        var token = token(mint(8_005));

        assertThat(count("SELECT COUNT(*) FROM portal_links WHERE token_hash = '" + token + "'"))
                .isZero();
        assertThat(count(
                        "SELECT COUNT(*) FROM portal_links WHERE token_hash = '" + new PortalToken(token).hash() + "'"))
                .isEqualTo(1);
        assertThat(links.prepare(wish(8_005)).toString()).doesNotContain("/portal/");
    }

    @Test
    void isNotMadeForPeopleWhoNameAnyPatient() {
        var answer = calls.post("/api/v1/templates/render", calls.author(), request(8_008L, CLINIC, null));

        assertThat(answer.problem()).isEqualTo("missing-variable");
        assertThat(calls.post(uri(), calls.author(), mintRequest(8_008)).status())
                .isEqualTo(403);
        assertThat(calls.post(uri() + "/redeem", calls.author(), Map.of("token", "x"))
                        .status())
                .isEqualTo(403);
        assertThat(calls.post(uri() + "/redeem", tokens.service(), Map.of("token", "x"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void isTriedTenTimesAMinuteByAClientOfThePortal() {
        var client = UUID.randomUUID().toString();
        var statuses = new ArrayList<Integer>();
        for (var i = 0; i < 12; i++) {
            statuses.add(calls.post(uri() + "/redeem", portal(), Map.of("token", "guess", "client", client))
                    .status());
        }

        assertThat(statuses.subList(0, 10)).containsOnly(404);
        assertThat(statuses.subList(10, 12)).containsOnly(429);
    }

    @Test
    void isLookedAtTenTimesAMinuteFromOneAddress() {
        var token = token(mint(8_010));
        var headers = Map.of("X-Forwarded-For", "203.0.113.7, 198.51.100.1");
        var answers = IntStream.range(0, 11)
                .mapToObj(n -> calls.exchange(HttpMethod.GET, "/portal/" + token, null, null, headers))
                .toList();

        assertThat(answers.subList(0, 10)).extracting(Answer::status).containsOnly(200);
        assertThat(answers.getLast().status()).isEqualTo(429);
        assertThat(answers.getLast().headers()).containsKey("Retry-After");
        assertThat(calls.exchange(
                                HttpMethod.GET,
                                "/portal/" + token,
                                null,
                                null,
                                Map.of("X-Forwarded-For", "203.0.113.8, 198.51.100.1"))
                        .status())
                .as("what a client puts before our proxy's entry does not help it")
                .isEqualTo(429);
    }

    @Test
    void isListedForThePatientWithoutItsToken() {
        var minted = mint(8_011);
        mint(8_011);

        var page = calls.get(uri() + "?patient_id=8011&limit=1", calls.author());

        assertThat(page.json().at("/items/0/id").asString())
                .isEqualTo(minted.json().at("/id").asString());
        assertThat(page.json().at("/next_after").asString())
                .isEqualTo(minted.json().at("/id").asString());
        assertThat(page.body()).doesNotContain(token(minted));
        assertThat(calls.exchange(HttpMethod.DELETE, uri() + "/" + UUID.randomUUID(), calls.author(), null, Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void leavesATrailWhenAPersonMakesListsOrRevokesOne() {
        var minted = mint(8_013);
        var id = minted.json().at("/id").asString();
        calls.get(uri() + "?patient_id=8013", calls.author());
        calls.exchange(HttpMethod.DELETE, uri() + "/" + id, calls.author(), null, Map.of());
        calls.exchange(HttpMethod.DELETE, uri() + "/" + id, calls.author(), null, Map.of());

        assertThat(audited(8_013, "portal-link-made"))
                .satisfies(each -> assertThat(each.actor()).isEqualTo("portal"))
                .satisfies(each -> assertThat(each.details()).containsEntry("link_id", id))
                .satisfies(each -> assertThat(each.ipAddress()).isNotBlank());
        assertThat(audited(8_013, "portal-links-listed").actor()).isEqualTo("ana");
        assertThat(audited(8_013, "portal-link-revoked").details()).containsEntry("link_id", id);
        assertThat(entries(8_013, "portal-link-revoked")).hasSize(1);
        assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class))
                .noneMatch(each -> each.toString().contains(token(minted)));
    }

    @Test
    void leavesNoTrailOfItsOwnWhenAServiceMakesOne() {
        calls.post(uri(), tokens.service(), withOrganization(mintRequest(8_014)));
        mint(8_015);

        audited(8_015, "portal-link-made");
        assertThat(entries(8_014, "portal-link-made")).isEmpty();
    }

    private static Map<String, Object> withOrganization(Map<String, Object> request) {
        var complete = new HashMap<>(request);
        complete.put("organization_id", ORGANIZATION);
        return complete;
    }

    private AuditRecorded audited(long patient, String what) {
        return kafka.await(Topics.AUDIT, AuditRecorded.class, each -> isOf(each, patient, what));
    }

    private List<AuditRecorded> entries(long patient, String what) {
        return kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                .filter(each -> isOf(each, patient, what))
                .toList();
    }

    private static boolean isOf(AuditRecorded entry, long patient, String what) {
        return Long.valueOf(patient).equals(entry.patientId())
                && what.equals(entry.details().get("what"));
    }

    @Test
    void isForgottenAMonthAfterItExpired() {
        mint(8_012);
        clock.advance(Duration.ofDays(34));
        purge.purge();

        assertThat(count("SELECT COUNT(*) FROM portal_links WHERE patient_id = 8012"))
                .isZero();
    }

    private static String withoutTrace(Answer answer) {
        return answer.body().replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    private static LinkWish wish(long patient) {
        return new LinkWish(ORGANIZATION, patient, Purpose.LAB_READY, "messages", "test", null);
    }
}
