package com.ovhi.outreach.template.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import com.ovhi.outreach.template.TemplateCalls.Answer;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes, looks at and uses links as the suite, patients and the portal do. */
@TestPropertySource(
        properties = {
            "outreach.web.client-address-header=X-Forwarded-For",
            "outreach.portal.landings-per-second=1000",
            "outreach.portal.redeems-per-second=1000",
            "outreach.portal.portal-url=https://portal.example.org/enter"
        })
abstract class PortalVisits {

    static final long ORGANIZATION = 80;
    static final Map<String, String> CLINIC = Map.of("clinic_name", "Ours", "clinic_phone", "602-555-0000");

    final TestTokens tokens;
    final SettableClock clock;
    final TemplateCalls calls;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AtomicInteger visitors = new AtomicInteger();

    PortalVisits(TestTokens tokens, SettableClock clock, JdbcClient jdbc, TransactionTemplate transactions, int port) {
        this.tokens = tokens;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = transactions;
        calls = new TemplateCalls(port, tokens, ORGANIZATION);
    }

    @AfterEach
    void putTheClockBack() {
        clock.set(SettableClock.START);
    }

    static String uri() {
        return "/api/v1/portal-links";
    }

    String portal() {
        return calls.person("portal", "core-system");
    }

    Answer mint(long patient) {
        var minted = calls.post(uri(), portal(), mintRequest(patient));
        assertThat(minted.status()).as(minted.body()).isEqualTo(201);
        return minted;
    }

    static Map<String, Object> mintRequest(long patient) {
        return Map.of("patient_id", patient, "purpose", "lab_ready", "scope", "messages");
    }

    static String token(Answer minted) {
        var url = minted.json().at("/url").asString();
        return url.substring(url.lastIndexOf('/') + 1);
    }

    Answer redeem(String token) {
        return calls.post(uri() + "/redeem", portal(), Map.of("token", token));
    }

    Answer look(String token) {
        return calls.exchange(HttpMethod.GET, "/portal/" + token, null, null, visitor());
    }

    /** Somebody who has not been here before. */
    Map<String, String> visitor() {
        return Map.of(
                "X-Forwarded-For",
                "2001:db8::%x:%x".formatted(System.identityHashCode(this) & 0xffff, visitors.incrementAndGet()));
    }

    long count(String sql) {
        var found =
                transactions.execute(status -> jdbc.sql(sql).query(Long.class).single());
        return found == null ? -1 : found;
    }

    static RenderRequest request(@Nullable Long patient, Map<String, String> variables, @Nullable Instant sendAt) {
        return request(ORGANIZATION, patient, variables, sendAt);
    }

    static RenderRequest request(
            long organization, @Nullable Long patient, Map<String, String> variables, @Nullable Instant sendAt) {
        return new RenderRequest(
                organization,
                null,
                Purpose.LAB_READY,
                Channel.SMS,
                "en",
                variables,
                null,
                null,
                null,
                patient,
                sendAt,
                null);
    }
}
