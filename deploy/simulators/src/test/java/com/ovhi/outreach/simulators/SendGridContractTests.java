package com.ovhi.outreach.simulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sendgrid.Client;
import com.sendgrid.Method;
import com.sendgrid.Request;
import com.sendgrid.Response;
import com.sendgrid.SendGrid;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
import com.sendgrid.helpers.mail.objects.MailSettings;
import com.sendgrid.helpers.mail.objects.Personalization;
import com.sendgrid.helpers.mail.objects.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SendGridContractTests {

    @TempDir
    static Path directory = Path.of("");

    private static Receiver receiver = new Receiver(0);
    private static Simulators simulators;

    @BeforeAll
    static void start() {
        simulators = Simulators.start(directory, receiver, "--simulators.patients.enabled=false");
    }

    @AfterAll
    static void stop() {
        simulators.close();
        receiver.close();
    }

    @Test
    void acceptsAMailFromTheRealClientAndReportsItsWayInSignedEvents() throws Exception {
        String job = UUID.randomUUID().toString();

        Response response = send(Simulators.SENDGRID_KEY, mail("ann@example.org", job));

        assertThat(response.getStatusCode()).isEqualTo(202);
        assertThat(response.getBody()).isEmpty();
        String id = response.getHeaders().get("X-Message-Id");
        await().untilAsserted(() -> assertThat(events(job))
                .extracting(event -> event.path("event").stringValue())
                .containsExactlyInAnyOrder("processed", "delivered"));
        assertThat(events(job)).allSatisfy(event -> {
            assertThat(event.path("sg_message_id").stringValue()).startsWith(id + ".");
            assertThat(event.path("sg_event_id").stringValue()).isNotBlank();
            assertThat(event.path("attempt").stringValue()).isEqualTo("1");
            assertThat(event.path("email").stringValue()).isEqualTo("ann@example.org");
            assertThat(event.path("timestamp").isIntegralNumber()).isTrue();
        });
        assertThat(receiver.posts(post -> post.uri().equals("/sendgrid"))).allMatch(SendGridContractTests::genuine);
        assertThat(simulators.ledger("sendgrid", "MESSAGE")).anySatisfy(message -> {
            assertThat(message.path("job_id").stringValue()).isEqualTo(job);
            assertThat(message.path("body").stringValue()).isEqualTo("See you soon");
        });
    }

    @Test
    void refusesAnUnknownKeyAsSendGridDoes() throws IOException {
        Response response = send("SG.wrong", mail("ann@example.org", "1"));

        assertThat(response.getStatusCode()).isEqualTo(401);
        assertThat(Simulators.JSON
                        .readTree(response.getBody())
                        .path("errors")
                        .path(0)
                        .path("message")
                        .stringValue())
                .contains("authorization grant is invalid");
    }

    @Test
    void namesTheFieldThatIsWrong() throws IOException {
        Mail mail = new Mail();
        mail.setFrom(new Email("clinic@example.org"));
        Personalization personalization = new Personalization();
        personalization.addTo(new Email("nowhere"));
        mail.addPersonalization(personalization);
        mail.addContent(new Content("text/html", "<p>Hi</p>"));
        mail.addContent(new Content("text/plain", "Hi"));

        Response response = send(Simulators.SENDGRID_KEY, mail);

        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(Simulators.JSON.readTree(response.getBody()).path("errors").values())
                .extracting(error -> error.path("field").stringValue())
                .containsExactly("personalizations.0.to.0.email", "subject", "content");
    }

    @Test
    void refusesReservedHeadersAndArgumentsThatAreNotText() {
        String body = """
                {"personalizations":[{"to":[{"email":"ann@example.org"}],"custom_args":{"job_id":7}}],
                 "from":{"email":"clinic@example.org"},"subject":"Hi","headers":{"Reply-To":"x@example.org"},
                 "content":[{"type":"text/plain","value":"Hi"}]}
                """;

        var response = simulators.post(
                "/sendgrid/v3/mail/send", "application/json", "Bearer " + Simulators.SENDGRID_KEY, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("headers.Reply-To").contains("personalizations.0.custom_args.job_id");
    }

    @Test
    void onlyChecksAMailInSandboxMode() throws IOException {
        Mail mail = mail("sandbox@example.org", "sandbox");
        MailSettings settings = new MailSettings();
        Setting sandbox = new Setting();
        sandbox.setEnable(true);
        settings.setSandboxMode(sandbox);
        mail.setMailSettings(settings);

        assertThat(send(Simulators.SENDGRID_KEY, mail).getStatusCode()).isEqualTo(200);
        assertThat(simulators.ledger("sendgrid", "MESSAGE"))
                .noneMatch(message -> message.path("to").stringValue().equals("sandbox@example.org"));
    }

    @Test
    void dropsMailToAnAddressThatBounced() throws IOException {
        Response first = send(Simulators.SENDGRID_KEY, mail("gone@example.org", "first"));
        simulators.postJson(
                "/simulators/patients/status",
                "{\"channel\":\"email\",\"message_id\":\"%s\",\"status\":\"bounce\"}"
                        .formatted(first.getHeaders().get("X-Message-Id")));
        await().until(() -> !simulators.ledger("sendgrid", "BLOCK").isEmpty());

        send(Simulators.SENDGRID_KEY, mail("gone@example.org", "second"));

        await().untilAsserted(() -> assertThat(events("second")).singleElement().satisfies(event -> {
            assertThat(event.path("event").stringValue()).isEqualTo("dropped");
            assertThat(event.path("reason").stringValue()).isEqualTo("Bounced Address");
        }));
    }

    @Test
    void postsWhatPatientsAnswerOneByOneToTheAddressTheyWereGiven() throws IOException {
        Mail mail = mail("una@example.org", UUID.randomUUID().toString());
        mail.setReplyTo(new Email("reply+tag@parse.example.org"));
        String id = send(Simulators.SENDGRID_KEY, mail).getHeaders().get("X-Message-Id");
        await().until(() -> !simulators.ledger("sendgrid", "MESSAGE").isEmpty());

        for (String answer : List.of("Sí, confirmo", "Gracias")) {
            assertThat(simulators
                            .postJson(
                                    "/simulators/patients/reply",
                                    "{\"channel\":\"email\",\"from\":\"una@example.org\",\"body\":\"" + answer + "\"}")
                            .statusCode())
                    .isEqualTo(202);
        }

        await().untilAsserted(() -> assertThat(receiver.posts(post -> post.uri().equals("/parse")))
                .hasSize(2)
                .allMatch(SendGridContractTests::genuine)
                .allSatisfy(post -> assertThat(post.text())
                        .contains(
                                "name=\"to\"\r\n\r\nreply+tag@parse.example.org",
                                "In-Reply-To: <" + id + "@",
                                "> See you"))
                .anySatisfy(post -> assertThat(post.text()).contains("name=\"text\"\r\n\r\nSí, confirmo")));
        assertThat(simulators
                        .postJson(
                                "/simulators/patients/reply",
                                "{\"channel\":\"email\",\"from\":\"stranger@example.org\",\"body\":\"Hi\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    private static Mail mail(String to, String job) {
        Mail mail = new Mail();
        mail.setFrom(new Email("clinic@example.org"));
        mail.setSubject("Hello");
        Personalization personalization = new Personalization();
        personalization.addTo(new Email(to));
        personalization.addCustomArg("job_id", job);
        personalization.addCustomArg("attempt", "1");
        mail.addPersonalization(personalization);
        mail.addContent(new Content("text/plain", "See you soon"));
        mail.addContent(new Content("text/html", "<p>See you soon</p>"));
        return mail;
    }

    private static Response send(String key, Mail mail) throws IOException {
        SendGrid client = new SendGrid(key, new Client(true));
        client.setHost(simulators.authority());
        Request request = new Request();
        request.setMethod(Method.POST);
        request.setEndpoint("mail/send");
        request.setBody(mail.build());
        return client.api(request);
    }

    private static List<JsonNode> events(String job) {
        List<JsonNode> events = new ArrayList<>();
        for (Receiver.Post post : receiver.posts(one -> one.uri().equals("/sendgrid"))) {
            Simulators.JSON.readTree(post.text()).values().stream()
                    .filter(event -> event.path("job_id").asString("").equals(job))
                    .forEach(events::add);
        }
        return events;
    }

    private static boolean genuine(Receiver.Post post) {
        try {
            byte[] key = Base64.getDecoder()
                    .decode(simulators.get("/simulators/sendgrid/public-key").body());
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key)));
            signature.update(
                    post.header("X-Twilio-Email-Event-Webhook-Timestamp").getBytes(StandardCharsets.US_ASCII));
            signature.update(post.body());
            return signature.verify(Base64.getDecoder().decode(post.header("X-Twilio-Email-Event-Webhook-Signature")));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
