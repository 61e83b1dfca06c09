package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One patient's way through the whole suite, on each channel, over real servers and the providers' wire formats. */
@ExtendWith(SharedSuite.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JourneyTests {

    private static final Pattern PORTAL_LINK = Pattern.compile("/portal/[A-Za-z0-9]{43}");

    private final RunningSuite suite;
    private long nextPatient = 9_001;

    JourneyTests(RunningSuite suite) {
        this.suite = suite;
    }

    @ParameterizedTest
    @CsvSource({"sms,twilio", "whatsapp,whatsapp", "email,sendgrid"})
    void aScheduledReminderIsDeliveredOnceAndCounted(String channel, String provider) {
        var patient = register("en");
        var before = counted(channel, "delivered_count");

        var answer = suite.schedule(reminder(patient, channel), "journey-" + patient.id());
        assertThat(answer.status()).as(answer.body()).isBetween(200, 202);
        assertThat(answer.json().propertyNames())
                .containsExactlyInAnyOrder("job_id", "scheduled_at", "channel", "estimated_delivery");
        var job = answer.json().path("job_id").asString();

        var message = suite.awaitAccepted(provider, patient.on(channel), 1).getFirst();
        assertThat(message.path("job_id").asString()).startsWith(job);
        suite.awaitStatus(job, "delivered");
        assertThat(suite.schedule(reminder(patient, channel), "journey-" + patient.id())
                        .json()
                        .path("job_id")
                        .asString())
                .isEqualTo(job);
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(
                        () -> assertThat(counted(channel, "delivered_count")).isEqualTo(before + 1));
        assertThat(suite.accepted(provider, patient.on(channel))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sms,en,1,confirm",
        "sms,es,sí,confirm",
        "sms,ru,да,confirm",
        "sms,en,2,reschedule_requested",
        "whatsapp,en,1,confirm",
        "whatsapp,es,2,reschedule_requested"
    })
    void anAnsweredVisitReachesTheClinic(String channel, String language, String reply, String command) {
        var patient = register(language, channel);
        var visit = 50_000 + patient.id();

        book(patient, visit);
        suite.awaitAccepted(provider(channel), patient.on(channel), 1);
        awaitPrompt(patient);
        suite.patientWrites(channel, patient.phone(), reply);

        var event = suite.awaitEvent(
                "ovhi.appointment-command.v1",
                each -> each.path("appointment_id").asLong() == visit);
        assertThat(event.path("command").asString()).isEqualTo(command);
        assertThat(event.path("appointment_version").asInt()).isEqualTo(1);
    }

    /** But for the one confirmation, and none where the provider gives it itself. */
    @ParameterizedTest
    @CsvSource({"sms,STOP,1", "sms,ALTO,2", "whatsapp,STOP,2"})
    void nothingIsSentAfterStop(String channel, String word, int messages) {
        var patient = registerOnly(word.equals("ALTO") ? "es" : "en", channel);
        var before = counted(channel, "unsubscribed_count");
        assertThat(suite.schedule(reminder(patient, channel), "before-stop-" + patient.id())
                        .status())
                .isEqualTo(201);
        suite.awaitAccepted(provider(channel), patient.on(channel), 1);
        awaitPrompt(patient);

        suite.patientWrites(channel, patient.phone(), word);

        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(enabled(patient, channel)).isFalse());
        suite.awaitAccepted(provider(channel), patient.on(channel), messages);
        assertNothingMoreReaches(patient, channel, messages);
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(
                        () -> assertThat(counted(channel, "unsubscribed_count")).isEqualTo(before + 1));
    }

    @Test
    void anUnsubscribedMailAddressIsLeftAlone() {
        var patient = registerOnly("en", "email");
        var before = counted("email", "unsubscribed_count");
        suite.schedule(reminder(patient, "email"), "mail-" + patient.id());
        var mail = suite.awaitAccepted("sendgrid", patient.email(), 1).getFirst();

        suite.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(unsubscribeLink(mail.toString())))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click")));

        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(enabled(patient, "email")).isFalse());
        assertNothingMoreReaches(patient, "email", 1);
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(
                        () -> assertThat(counted("email", "unsubscribed_count")).isEqualTo(before + 1));
    }

    @Test
    void aBookedVisitIsToldByMailWhereThereIsNothingElse() {
        var patient = registerOnly("es", "email");

        book(patient, 50_000 + patient.id());

        suite.awaitAccepted("sendgrid", patient.email(), 1);
    }

    /** Neither what is asked for nor what a visit would call for. */
    private void assertNothingMoreReaches(Patient patient, String channel, int messages) {
        var refused = suite.schedule(reminder(patient, channel), "afterwards-" + patient.id());
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.slug()).isEqualTo("contact-not-allowed");
        book(patient, 50_000 + patient.id());
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(suite.accepted(provider(channel), patient.on(channel)))
                        .hasSize(messages));
    }

    @Test
    void aReminderWaitsThroughTheNight() {
        var patient = register("en");
        var evening = suite.now().plus(Duration.ofHours(13)).toString();

        var answer = suite.schedule(
                reminder(patient, "sms").replace("\"variables\"", "\"send_at\":\"" + evening + "\",\"variables\""),
                "night-" + patient.id());

        var sendAt = Instant.parse(answer.json().path("scheduled_at").asString());
        assertThat(sendAt.atZone(java.time.ZoneId.of("America/Phoenix")).getHour())
                .isBetween(9, 19);
        assertThat(sendAt).isAfter(Instant.parse(evening));
    }

    @Test
    void aCampaignGivesEveryPatientALinkOfTheirOwn() {
        var patients = List.of(registerOnly("fr", "sms"), registerOnly("fr", "sms"));
        var segment = created("segments", """
                {"name":"French","rules":{"==":[{"var":"language"},"fr"]}}""");
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(suite.get(SuiteService.SEGMENT, "/api/v1/segments/" + segment)
                                .json()
                                .path("patient_count")
                                .asInt())
                        .isEqualTo(patients.size()));
        var campaign = created("campaigns", """
                {"name":"Refills","segment_id":%d,"steps":[{"purpose":"rx_refill","channel":"sms"}]}""".formatted(segment));

        suite.post(SuiteService.SEGMENT, "/api/v1/campaigns/" + campaign + "/activate", "application/json", "");

        var links = patients.stream()
                .map(patient ->
                        suite.awaitAccepted("twilio", patient.phone(), 1).getFirst())
                .map(message -> PORTAL_LINK.matcher(message.toString()))
                .map(link -> link.find() ? link.group() : "none")
                .toList();
        assertThat(links).doesNotContain("none").doesNotHaveDuplicates();
        links.forEach(link ->
                assertThat(suite.get(SuiteService.TEMPLATE, link).status()).isEqualTo(200));
    }

    private long created(String what, String json) {
        var answer = suite.post(SuiteService.SEGMENT, "/api/v1/" + what, "application/json", json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("id").asLong();
    }

    @Test
    void refusesWhatCannotBeDoneAndDoesNothing() {
        var patient = register("en");

        assertThat(suite.schedule(reminder(new Patient(999_999, "", ""), "sms"), "no-such-patient")
                        .slug())
                .isEqualTo("unknown-patient");
        assertThat(suite.schedule(reminder(patient, "sms").replace("appt_reminder", "birthday"), "no-such-purpose")
                        .status())
                .isEqualTo(400);
        assertThat(suite.schedule(
                                reminder(patient, "sms")
                                        .replace("\"variables\"", "\"template_id\":\"999999\",\"variables\""),
                                "no-such-template")
                        .status())
                .isIn(404, 422);
        assertThat(suite.schedule(
                                reminder(patient, "sms").replace("\"visit_date\":\"Wed Mar 4\",", ""), "no-visit-date")
                        .slug())
                .isEqualTo("missing-variable");
        assertThat(suite.schedule(
                                reminder(patient, "sms")
                                        .replace("\"variables\"", "\"send_at\":\"tomorrow\",\"variables\""),
                                "no-such-time")
                        .status())
                .isEqualTo(400);
        assertThat(suite.accepted("twilio", patient.phone())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sendgrid/events, application/json, X-Twilio-Email-Event-Webhook-Signature",
        "twilio/status, application/x-www-form-urlencoded, X-Twilio-Signature",
        "twilio/inbound, application/x-www-form-urlencoded, X-Twilio-Signature",
        "whatsapp, application/json, X-Hub-Signature-256"
    })
    void refusesWebhooksThatAreUnsignedOrSignedByAnotherHand(String path, String type, String header) {
        var uri = "/api/v1/webhooks/" + path;
        var body = type.endsWith("json") ? "[]" : "MessageSid=SM1&MessageStatus=delivered&From=%2B15005550006";

        assertThat(suite.post(SuiteService.WEBHOOK, uri, type, body).status()).isIn(401, 403);
        assertThat(suite.post(
                                SuiteService.WEBHOOK,
                                uri,
                                type,
                                body,
                                header,
                                "sha256=" + "0".repeat(64),
                                "X-Twilio-Email-Event-Webhook-Timestamp",
                                "1772000000")
                        .status())
                .isIn(401, 403);
    }

    @Test
    void tellsThePatientsContext() {
        var patient = register("en");

        var context = suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + patient.id() + "/comm-context");

        assertThat(context.status()).as(context.body()).isEqualTo(200);
        assertThat(context.json().propertyNames())
                .containsExactlyInAnyOrder("preferences", "segments", "recent_activity");
        assertThat(context.json().path("preferences").propertyNames())
                .containsExactlyInAnyOrder(
                        "timezone", "language", "quiet_hours", "work_hours", "channels", "best_hour");
    }

    @Test
    void everyServiceIsHealthyMeasuredAndDescribed() {
        for (var service : SuiteService.values()) {
            assertThat(suite.get(service, "/actuator/health/readiness").status())
                    .as(service.id())
                    .isEqualTo(200);
            assertThat(suite.get(service, "/actuator/prometheus").body())
                    .as(service.id())
                    .contains("jvm_memory_used_bytes");
            assertThat(suite.get(service, "/v3/api-docs").status())
                    .as(service.id())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/prometheus", "/actuator/info", "/v3/api-docs"})
    void tellsAStrangerNothingAboutItself(String path) {
        for (var service : SuiteService.values()) {
            assertThat(suite.getWithoutToken(service, path).status())
                    .as(service.id())
                    .isEqualTo(401);
        }
    }

    private Patient register(String language) {
        return register(language, "any");
    }

    /** Registers a patient who can be reached in one way only. */
    private Patient registerOnly(String language, String channel) {
        var patient = nextPatient();
        var telecom = channel.equals("email")
                ? contact("email", "home", patient.email())
                : contact(channel.equals("sms") ? "phone" : "whatsapp", "mobile", patient.phone());
        return register(patient, language, List.of(telecom));
    }

    private Patient nextPatient() {
        var id = nextPatient++;
        return new Patient(id, "+1602555" + id, "patient." + id + "@example.org");
    }

    private static String contact(String system, String use, String value) {
        return "{\"system\":\"" + system + "\",\"use\":\"" + use + "\",\"value\":\"" + value + "\"}";
    }

    /** Registers a patient with a telephone and e-mail, and with WhatsApp unless visits shall be told by SMS. */
    private Patient register(String language, String visitsBy) {
        var patient = nextPatient();
        var telecom = new ArrayList<String>();
        telecom.add(contact("phone", "mobile", patient.phone()));
        telecom.add(contact("email", "home", patient.email()));
        if (!visitsBy.equals("sms")) {
            telecom.add(contact("whatsapp", "mobile", patient.phone()));
        }
        return register(patient, language, telecom);
    }

    private Patient register(Patient patient, String language, List<String> telecom) {
        var id = patient.id();
        suite.publish("ovhi.patient.v1", Long.toString(id), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Traveller",
                 "birth_date":"1980-01-01","sex":"F","language":"%s","timezone":"America/Phoenix",
                 "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},"telecom":[%s]}""".formatted(
                        id, language, String.join(",", telecom)));
        await().atMost(RunningSuite.PATIENCE)
                .untilAsserted(() -> assertThat(
                                suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + id + "/comm-context")
                                        .status())
                        .isEqualTo(200));
        return patient;
    }

    private void book(Patient patient, long visit) {
        suite.publish("ovhi.appointment.v1", Long.toString(patient.id()), "appointment.booked", """
                {"appointment_id":%d,"version":1,"patient_id":%d,"organization_id":11,"provider_id":1001,
                 "location":{"name":"Tucson Clinic","phone":"+15205550101","timezone":"America/Phoenix"},
                 "start":"2026-03-20T09:30:00-07:00","duration_minutes":15,"service_type":"Check-up",
                 "sensitive":false,"expected_revenue_cents":10000}""".formatted(
                        visit, patient.id()));
    }

    /** Waits until the reply parser knows that the patient was asked. */
    private void awaitPrompt(Patient patient) {
        await().atMost(RunningSuite.PATIENCE).untilAsserted(() -> {
            var jobs = suite.get(SuiteService.ORCHESTRATOR, "/api/v1/comm/jobs?patient_id=" + patient.id());
            assertThat(jobs.body()).contains("delivered");
        });
    }

    private boolean enabled(Patient patient, String channel) {
        return suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + patient.id() + "/comm-context")
                .json()
                .path("preferences")
                .path("channels")
                .path(channel)
                .path("enabled")
                .asBoolean(true);
    }

    private long counted(String channel, String counter) {
        var stats = suite.get(
                SuiteService.ANALYTICS,
                "/api/v1/analytics/stats?from=2026-03-01&to=2026-03-31&group_by=channel&channel=" + channel);
        assertThat(stats.status()).as(stats.body()).isEqualTo(200);
        return stats.json().findValues(counter).stream()
                .mapToLong(value -> value.asLong(0))
                .max()
                .orElse(0);
    }

    private static String unsubscribeLink(String mail) {
        var start = mail.indexOf("http", mail.indexOf("unsubscribe") - 60);
        var end = mail.indexOf('>', start);
        return mail.substring(start, end);
    }

    private static String provider(String channel) {
        return switch (channel) {
            case "sms" -> "twilio";
            case "email" -> "sendgrid";
            default -> channel;
        };
    }

    private static String reminder(Patient patient, String channel) {
        return """
                {"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"%s","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
                 "visit_date":"Wed Mar 4","visit_time":"9:30 AM"}}""".formatted(patient.id(), channel);
    }

    /** Somebody made up for one journey. */
    private record Patient(long id, String phone, String email) {

        String on(String channel) {
            return channel.equals("email") ? email : phone;
        }
    }
}
