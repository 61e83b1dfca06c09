package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.webhook.sendgrid.MailForms;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** From a patient's e-mail, as SendGrid posts it, to what the suite learns of it, over real servers. */
@ServiceTest(schema = "ovhi_webhook")
class MailServiceTests extends ProviderCalls {

    private static final String FOUR_DAYS_AGO = "1772118000";

    private final FieldCipher cipher;
    private final AddressHash hashes;

    MailServiceTests(
            TestKafka kafka, JdbcTemplate jdbc, FieldCipher cipher, AddressHash hashes, @LocalServerPort int port) {
        super(kafka, jdbc, port);
        this.cipher = cipher;
        this.hashes = hashes;
    }

    @Test
    void anAnswerIsSealedTiedToItsJobAndToldOnce() throws Exception {
        var id = UUID.randomUUID() + "@mail.example.com";
        var job = UUID.randomUUID();
        var form = MailForms.answer("Sí, allí estaré")
                .header("Message-ID", "<" + id + ">")
                .with(
                        "envelope",
                        "{\"to\":[\"reply+" + job.toString().replace("-", "")
                                + "@parse.example.org\"],\"from\":\"jane@example.com\"}");

        assertThat(mail("inbound", form.body()).statusCode()).isEqualTo(200);
        assertThat(mail("inbound", form.attachment("attachment1", new byte[9]).body())
                        .statusCode())
                .isEqualTo(200);

        var inbound = awaitInbound(id);
        assertThat(inbound.channel()).isEqualTo(Channel.EMAIL);
        assertThat(inbound.fromHash()).isEqualTo(hashes.of(new EmailAddress("jane@example.com")));
        assertThat(inbound.repliedToJobId()).isEqualTo(job);
        assertThat(inbound.repliedToMessageId()).isEqualTo("LRzXl_NHStOGhQ4kofSm_A");
        assertThat(inbound.automatic()).isFalse();
        assertThat(inbound.senderProven()).isTrue();
        assertThat(cipher.open(inbound.body(), "inbound|body|" + inbound.inboundId()))
                .isEqualTo("Sí, allí estaré");
        assertThat(cipher.open(inbound.from(), "inbound|from|" + inbound.inboundId()))
                .isEqualTo("jane@example.com");
        assertThat(ContractJson.writeText(inbound)).doesNotContain("jane@").doesNotContain("estar");
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%" + id + "%'"))
                .isEqualTo(1);
    }

    @Test
    void aMailOfTwentyMegabytesIsTakenAndItsAttachmentForgotten() throws Exception {
        var id = UUID.randomUUID() + "@mail.example.com";
        var form = MailForms.answer("See picture")
                .header("Message-ID", "<" + id + ">")
                .attachment("attachment1", new byte[20 * 1024 * 1024]);

        assertThat(mail("inbound", form.body()).statusCode()).isEqualTo(200);

        awaitInbound(id);
        assertThat(count("SELECT MAX(LENGTH(raw)) FROM webhook_events")).isLessThan(2_000_000);
    }

    @Test
    void nothingUnsignedTooLargeOrTooOldIsRead() throws Exception {
        var before = count("SELECT COUNT(*) FROM webhook_events");
        var body = MailForms.answer("STOP").body();
        var changed = body.clone();
        changed[changed.length / 2] ^= 1;

        assertThat(sendGrid("inbound", SENDGRID_NORTH, MailForms.TYPE, NOW, body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request("/api/v1/webhooks/sendgrid/inbound")
                                .header("Content-Type", MailForms.TYPE)
                                .header("X-Twilio-Email-Event-Webhook-Signature", Signing.sendGrid(SENDGRID, NOW, body))
                                .header("X-Twilio-Email-Event-Webhook-Timestamp", NOW)
                                .POST(BodyPublishers.ofByteArray(changed)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(sendGrid("inbound", SENDGRID, MailForms.TYPE, FOUR_DAYS_AGO, body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(announced(
                        "/api/v1/webhooks/sendgrid/inbound",
                        40 * 1024 * 1024 + 1,
                        "X-Twilio-Email-Event-Webhook-Signature: " + Signing.sendGrid(SENDGRID, NOW, body),
                        "X-Twilio-Email-Event-Webhook-Timestamp: " + NOW))
                .as("SendGrid comes again, and somebody may have raised the limit by then")
                .contains(" 503 ");
        assertThat(count("SELECT COUNT(*) FROM webhook_events")).isEqualTo(before);
    }

    /** What was signed once must not be taken apart in another way later: the header that says how is not signed. */
    @Test
    void aRecordedMailCannotBeCutIntoAnother() throws Exception {
        var body = MailForms.answer(
                        "Not so bad\r\n--other\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nSTART")
                .body();
        var before = count("SELECT COUNT(*) FROM webhook_events");

        for (var type : new String[] {
            "multipart/form-data; boundary=other",
            "multipart/form-data; boundary=xYz",
            "multipart/form-data; x=\"; boundary=xYzZY\"; boundary=other",
            "multipart/form-data; boundary=xYzZY; boundary=other",
            "multipart/form-data",
            "text/plain"
        }) {
            assertThat(sendGrid("inbound", SENDGRID, type, NOW, body).statusCode())
                    .as(type)
                    .isEqualTo(403);
        }
        assertThat(count("SELECT COUNT(*) FROM webhook_events")).isEqualTo(before);
        assertThat(sendGrid("inbound", SENDGRID, "multipart/form-data; boundary=\"xYzZY\"", NOW, body)
                        .statusCode())
                .isEqualTo(200);
    }

    /** Events are signed with the same key: what stands before a form's first part must not hide a form of anybody else's. */
    @Test
    void whatIsSignedAndNoFormCannotBeMadeOne() throws Exception {
        var before = count("SELECT COUNT(*) FROM webhook_events WHERE kind = 'inbound'");
        var text = new String(MailForms.answer("START").body(), StandardCharsets.UTF_8);

        for (var preamble : new String[] {"[{}]\r\n", "x", "- "}) {
            assertThat(mail("inbound", (preamble + text).getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE kind = 'inbound'"))
                .isEqualTo(before);
        assertThat(mail("inbound", ("\r\n" + text).getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);
        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE kind = 'inbound'"))
                .as("an empty line before it means nothing")
                .isEqualTo(before + 1);
    }

    @Test
    void aSignedBodyThatIsNoFormIsKeptAndAnswered() throws Exception {
        assertThat(mail("inbound", "{}".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(200);
        assertThat(sendGrid("inbound", SENDGRID, "text/plain", NOW, "x".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(200);

        assertThat(count("SELECT COUNT(*) FROM webhook_events WHERE code = 'no-sender'"))
                .isPositive();
    }

    private HttpResponse<String> mail(String path, byte[] body) throws Exception {
        return sendGrid(path, SENDGRID, MailForms.TYPE, NOW, body);
    }
}
