package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.webhook.sendgrid.MailForms;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Several accounts at a provider: whose secret counts, whom an event is about, and what one cannot say of the other. */
@ServiceTest(schema = "ovhi_webhook")
class AccountServiceTests extends ProviderCalls {

    private final TestTokens tokens;

    AccountServiceTests(TestKafka kafka, TestTokens tokens, JdbcTemplate jdbc, @LocalServerPort int port) {
        super(kafka, jdbc, port);
        this.tokens = tokens;
    }

    @Test
    void everyAccountIsVerifiedWithItsOwnSecretsOnly() throws Exception {
        var event = ("[" + sendGridEvent(Ids.next(), "open") + "]").getBytes(StandardCharsets.UTF_8);
        var form = Map.of("AccountSid", "ACnorth", "MessageSid", "SM" + UUID.randomUUID(), "MessageStatus", "sent");
        var envelope = "{\"entry\":[]}".getBytes(StandardCharsets.UTF_8);

        assertThat(sendGrid("north/events", SENDGRID, "application/json", NOW, event)
                        .statusCode())
                .isEqualTo(403);
        assertThat(sendGrid("events", SENDGRID_NORTH, "application/json", NOW, event)
                        .statusCode())
                .isEqualTo(403);
        assertThat(sendGrid("south/events", SENDGRID, "application/json", NOW, event)
                        .statusCode())
                .isEqualTo(403);
        assertThat(sendGrid("north/events", SENDGRID_NORTH, "application/json", NOW, event)
                        .statusCode())
                .isEqualTo(200);
        assertThat(twilio("/api/v1/webhooks/twilio/status", form, "twilio-token")
                        .statusCode())
                .isEqualTo(403);
        assertThat(twilio("/api/v1/webhooks/twilio/status", form, "north-token").statusCode())
                .isEqualTo(204);
        assertThat(whatsApp("/north", envelope, "meta-secret")).isEqualTo(403);
        assertThat(whatsApp("", envelope, "north-secret")).isEqualTo(403);
        assertThat(whatsApp("/north", envelope, "north-secret")).isEqualTo(200);
        assertThat(get(
                                "/api/v1/webhooks/whatsapp/north?hub.mode=subscribe&hub.challenge=5&hub.verify_token=north-verify",
                                "")
                        .body())
                .isEqualTo("5");
    }

    @Test
    void whatAnAccountOfOneOrganizationTellsNamesIt() throws Exception {
        var job = Ids.next();
        var sid = "SM" + UUID.randomUUID();
        var mail = UUID.randomUUID() + "@mail.example.com";
        sendGrid(
                "north/events",
                SENDGRID_NORTH,
                "application/json",
                NOW,
                ("[" + sendGridEvent(job, "delivered") + "]").getBytes(StandardCharsets.UTF_8));
        twilio(
                "/api/v1/webhooks/twilio/inbound",
                Map.of("AccountSid", "ACnorth", "MessageSid", sid, "From", "+15551230077", "Body", "1"),
                "north-token");
        sendGrid(
                "north/inbound",
                SENDGRID_NORTH,
                MailForms.TYPE,
                NOW,
                MailForms.answer("1").header("Message-ID", "<" + mail + ">").body());
        var other = Ids.next();
        sendGrid(sendGridEvent(other, "delivered"));

        assertThat(awaitState(job, DeliveryState.DELIVERED).organizationId()).isEqualTo(7);
        assertThat(awaitInbound(sid).organizationId()).isEqualTo(7);
        assertThat(awaitInbound(mail).organizationId()).isEqualTo(7);
        assertThat(awaitState(other, DeliveryState.DELIVERED).organizationId()).isNull();
    }

    @Test
    void anAccountCannotUseUpTheIdsOfAnother() throws Exception {
        var job = Ids.next();
        var event = sendGridEvent(job, "delivered");
        sendGrid(
                "north/events",
                SENDGRID_NORTH,
                "application/json",
                NOW,
                ("[" + event + "]").getBytes(StandardCharsets.UTF_8));

        sendGrid(event);

        assertThat(count("SELECT COUNT(DISTINCT account) FROM webhook_events WHERE job_id = '" + job + "'"))
                .isEqualTo(2);
    }

    @Test
    void whatAnAppTellsOfSomebodyElsesBusinessAccountIsKeptForReviewOnly() throws Exception {
        var id = "wamid." + UUID.randomUUID();
        var body = """
                {"entry":[{"id":"666","changes":[{"field":"messages","value":{
                "messages":[{"from":"15551230078","id":"%s","type":"text","text":{"body":"STOP"}}]}}]},
                {"id":"4711","changes":[{"field":"messages","value":{
                "messages":[{"from":"15551230078","id":"%s-ours","type":"text","text":{"body":"Yes"}}]}}]}]}""".formatted(id, id).getBytes(StandardCharsets.UTF_8);

        assertThat(whatsApp("/north", body, "north-secret")).isEqualTo(200);

        assertThat(awaitInbound(id + "-ours").organizationId()).isEqualTo(7);
        var ops = "Bearer " + tokens.token("operator", null, "ops");
        assertThat(get("/api/v1/webhooks/events?state=rejected&account=north&code=foreign", ops)
                        .body())
                .contains("\"code\":\"foreign-account\"", "\"account\":\"north\"");
        assertThat(get("/api/v1/webhooks/events?account=main&code=foreign", ops).body())
                .doesNotContain("foreign-account");
        assertThat(get("/api/v1/webhooks/events?code=%25", ops).statusCode()).isEqualTo(400);
    }

    @Test
    void aTextThatIsPostedAgainByHandIsTheSameAsTheOneThatCame() throws Exception {
        var sid = "SM" + UUID.randomUUID().toString().replace("-", "");
        assertThat(byHand(sid, "north")).isEqualTo(200);

        twilio(
                "/api/v1/webhooks/twilio/inbound",
                Map.of("AccountSid", "ACnorth", "MessageSid", sid, "From", "+15551230079", "Body", "STOP"),
                "north-token");
        assertThat(byHand(sid, "north")).isEqualTo(200);

        assertThat(awaitInbound(sid).organizationId()).isEqualTo(7);
        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE dedupe_key LIKE '%" + sid + "'"))
                .isEqualTo(1);
        assertThat(byHand(sid, "south")).isEqualTo(400);
    }

    /** As after a change of an account's name, or with two apps that listen to one business account. */
    @Test
    void whatAPatientWroteActsOnceWhicheverAccountTellsIt() throws Exception {
        var sid = "SM" + UUID.randomUUID().toString().replace("-", "");
        var path = "/api/v1/webhooks/twilio/inbound";
        var main = Map.of("AccountSid", "ACmain", "MessageSid", sid, "From", "+15551230080", "Body", "STOP");
        var north = Map.of("AccountSid", "ACnorth", "MessageSid", sid, "From", "+15551230080", "Body", "STOP");

        assertThat(twilio(path, main, "twilio-token").statusCode()).isEqualTo(200);
        assertThat(twilio(path, north, "north-token").statusCode()).isEqualTo(200);
        assertThat(twilio(path, north, "north-token").statusCode()).isEqualTo(200);

        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.inbound.v1' AND payload LIKE '%" + sid
                        + "%'"))
                .isEqualTo(1);
        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE dedupe_key LIKE '%" + sid
                        + "' AND account = 'north' AND state = 'rejected' AND code = 'told-by-other-account'"))
                .isEqualTo(1);
    }

    /** Whoever writes chooses the id of an e-mail, and may write to two clinics with one. */
    @Test
    void anEMailToTwoAccountsIsTwoMessages() throws Exception {
        var id = UUID.randomUUID() + "@mail.example.com";
        var body = MailForms.answer("STOP").header("Message-ID", "<" + id + ">").body();

        assertThat(sendGrid("inbound", SENDGRID, MailForms.TYPE, NOW, body).statusCode())
                .isEqualTo(200);
        assertThat(sendGrid("north/inbound", SENDGRID_NORTH, MailForms.TYPE, NOW, body)
                        .statusCode())
                .isEqualTo(200);

        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.inbound.v1' AND payload LIKE '%" + id
                        + "%'"))
                .isEqualTo(2);
    }

    private int byHand(String sid, String account) throws Exception {
        var body = """
                {"provider":"twilio","account":"%s","from":"+15551230079","to":"+15550051310","body":"STOP",
                 "message_id":"%s"}""".formatted(account, sid).getBytes(StandardCharsets.UTF_8);
        return post(
                        "/api/v1/comm/webhook/inbound",
                        body,
                        "X-OVHI-Signature",
                        Signing.ovhi("generic-secret", Instant.now(), body))
                .statusCode();
    }

    private int whatsApp(String path, byte[] body, String secret) throws Exception {
        return post("/api/v1/webhooks/whatsapp" + path, body, "X-Hub-Signature-256", Signing.hub(secret, body))
                .statusCode();
    }
}
