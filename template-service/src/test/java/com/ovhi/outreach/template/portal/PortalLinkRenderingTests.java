package com.ovhi.outreach.template.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Links in messages: made for them, or given by the caller. */
@ServiceTest(schema = "ovhi_template")
class PortalLinkRenderingTests extends PortalVisits {

    PortalLinkRenderingTests(
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(tokens, clock, jdbc, transactions, port);
    }

    @Test
    void isMadeWhenATemplateNeedsOneAndTheCallerHasNone() {
        var message = calls.rendered(request(8_006L, CLINIC, null));
        var url = message.text().replaceAll("(?s).*?(http\\S+/portal/[A-Za-z0-9]{43}).*", "$1");
        var token = url.substring(url.lastIndexOf('/') + 1);

        assertThat(url).startsWith("http://127.0.0.1:");
        var redeemed = redeem(token);
        assertThat(redeemed.json().at("/patient_id").asLong()).isEqualTo(8_006);
        assertThat(redeemed.json().at("/purpose").asString()).isEqualTo("lab_ready");
    }

    @Test
    void isNotMadeWhenItIsNotNeeded() {
        var given = new HashMap<>(CLINIC);
        given.put("portal_url", "https://portal.example.org/enter");

        assertThat(calls.rendered(request(8_007L, given, null)).text()).contains("https://portal.example.org/enter");
        assertThat(calls.render(request(null, CLINIC, null)).problem()).isEqualTo("missing-variable");
        assertThat(calls.render(request(8_007L, Map.of("clinic_name", "E11.9", "clinic_phone", "602-555-0000"), null))
                        .problem())
                .isEqualTo("phi-in-channel");
        assertThat(count("SELECT COUNT(*) FROM portal_links WHERE patient_id = 8007"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example.org/HIV-positive-2026",
                "https://evil.example/m/John-Doe-has-cancer-19840309",
                "https://portal.example.org/enter?dx=E11.9"
            })
    void isNotReplacedByAnAddressThatIsNotThePortals(String address) {
        var given = new HashMap<>(CLINIC);
        given.put("portal_url", address);

        var answer = calls.render(request(8_008L, given, null));

        assertThat(answer.problem()).isEqualTo("invalid-variable");
        assertThat(answer.body()).contains("variables.portal_url", "is no address of the portal");
    }

    @Test
    void isTakenFromACallerForThePatientItWasMadeFor() {
        var minted = mint(8_020);

        var message = calls.rendered(request(8_020L, given(minted), null));

        assertThat(message.text()).contains(minted.json().at("/url").asString());
        assertThat(count("SELECT COUNT(*) FROM portal_links WHERE patient_id = 8020"))
                .isEqualTo(1);
    }

    @Test
    void isRefusedWhereItIsNotThePatientsOwnOrNoLongerGood() {
        var own = mint(8_021);
        var others = mint(8_022);
        var used = mint(8_021);
        redeem(token(used));
        var revoked = mint(8_021);
        calls.exchange(
                HttpMethod.DELETE, uri() + "/" + revoked.json().at("/id").asString(), calls.author(), null, Map.of());
        var invented = new HashMap<>(given(own));
        invented.computeIfPresent("portal_url", (_, url) -> url.substring(0, url.length() - 43) + "x".repeat(43));

        refused(calls.render(request(8_021L, given(others), null)), others);
        refused(calls.render(request(8_021L, given(used), null)), used);
        refused(calls.render(request(8_021L, given(revoked), null)), revoked);
        refused(calls.render(request(8_021L, invented, null)), own);
        refused(calls.render(request(null, given(own), null)), own);
        refused(calls.render(request(8_021L, given(own), SettableClock.START.plus(Duration.ofHours(73)))), own);
        refused(calls.render(request(ORGANIZATION + 1, 8_021L, given(own), null)), own);
        clock.advance(Duration.ofHours(72));
        refused(calls.render(request(8_021L, given(own), null)), own);
    }

    private static Map<String, String> given(Answer minted) {
        var given = new HashMap<>(CLINIC);
        given.put("portal_url", minted.json().at("/url").asString());
        return given;
    }

    /** With the place of the token, and without the token. */
    private static void refused(Answer answer, Answer minted) {
        var url = minted.json().at("/url").asString();
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("invalid-variable");
        var error = answer.json().at("/errors/0");
        assertThat(error.at("/field").asString()).isEqualTo("variables.portal_url");
        assertThat(error.at("/from").asInt()).isEqualTo(url.length() - 43);
        assertThat(error.at("/to").asInt()).isEqualTo(url.length());
        assertThat(answer.body()).doesNotContain(token(minted));
    }

    @Test
    void leadsNowhereInADryRun() {
        var message = calls.rendered(new RenderRequest(
                ORGANIZATION,
                null,
                Purpose.LAB_READY,
                Channel.SMS,
                "en",
                CLINIC,
                null,
                null,
                null,
                8_013L,
                null,
                true));

        assertThat(message.text()).containsPattern("/portal/[A-Za-z0-9]{43}");
        assertThat(count("SELECT COUNT(*) FROM portal_links WHERE patient_id = 8013"))
                .isZero();
    }

    @Test
    void isGoodFromTheTimeTheMessageIsMeantFor() {
        var sendAt = SettableClock.START.plus(Duration.ofDays(10));

        var message = calls.rendered(request(8_009L, CLINIC, sendAt));
        clock.set(sendAt.plus(Duration.ofHours(71)));
        var token = message.text().replaceAll("(?s).*?/portal/([A-Za-z0-9]{43}).*", "$1");

        assertThat(redeem(token).status()).isEqualTo(200);
    }
}
