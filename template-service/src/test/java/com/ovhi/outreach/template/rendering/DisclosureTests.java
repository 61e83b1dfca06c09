package com.ovhi.outreach.template.rendering;

import static com.ovhi.outreach.template.TemplateCalls.sms;
import static com.ovhi.outreach.template.TemplateCalls.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage.Level;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated.Capabilities;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.template.TemplateCalls;
import com.ovhi.outreach.template.organization.Organizations;
import com.ovhi.outreach.template.wording.variables.Capability;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What an organisation and its patients have agreed to decides what a channel carries; more than usual is audited. */
@ServiceTest(schema = "ovhi_template")
class DisclosureTests {

    private static final AtomicLong ORGANIZATIONS = new AtomicLong(7_000);
    private static final AtomicLong PATIENTS = new AtomicLong(70_000);
    private static final Map<String, String> VISIT = Map.of(
            "clinic_name", "Ours",
            "clinic_phone", "602-555-0000",
            "visit_date", "2026-03-04",
            "visit_time", "09:30",
            "patient_first_name", "Canary");

    private final TestTokens tokens;
    private final TestKafka kafka;
    private final Organizations organizations;
    private final int port;

    DisclosureTests(TestTokens tokens, TestKafka kafka, Organizations organizations, @LocalServerPort int port) {
        this.tokens = tokens;
        this.kafka = kafka;
        this.organizations = organizations;
        this.port = port;
    }

    @Test
    void hasNoCapabilityUntilCoreGivesOne() {
        var organization = ORGANIZATIONS.incrementAndGet();
        assertThat(organizations.capabilities(organization)).isEqualTo(Capability.USUAL);
        var refused = calls(organization)
                .post("/api/v1/templates", calls(organization).author(), byName());
        assertThat(refused.problem()).isEqualTo("invalid-template");
        assertThat(refused.body()).contains("this channel must not carry");

        told(organization, new Capabilities(true, false, false), 1);

        assertThat(calls(organization)
                        .post("/api/v1/templates/lint", calls(organization).author(), byName())
                        .json()
                        .at("/good")
                        .asBoolean())
                .isTrue();
        var id = calls(organization).published(byName());
        var message = calls(organization).rendered(request(organization, Channel.SMS, id, null, null));
        assertThat(message.text()).startsWith("Canary: Ours");
    }

    @Test
    void auditsWhatIsMoreThanUsualWithoutSayingIt() {
        var organization = ORGANIZATIONS.incrementAndGet();
        told(organization, new Capabilities(true, false, false), 1);
        var id = calls(organization).published(byName());
        var rehearsed = request(organization, Channel.SMS, id, null, true);
        var sent = request(organization, Channel.SMS, id, null, null);
        var another = ORGANIZATIONS.incrementAndGet();
        var usual = request(another, Channel.SMS, null, null, null);

        calls(organization).rendered(rehearsed);
        calls(another).rendered(usual);
        calls(organization).rendered(sent);

        var audit = kafka.await(Topics.AUDIT, AuditRecorded.class, each -> isOf(each, sent));
        assertThat(audit.action()).isEqualTo(AuditAction.ACCESS);
        assertThat(audit.organizationId()).isEqualTo(organization);
        assertThat(audit.actor()).isNotBlank();
        assertThat(audit.details())
                .containsEntry("what", "widened-disclosure")
                .containsEntry("disclosed", "patient_first_name")
                .containsEntry("channel", "sms")
                .containsEntry("template_id", Long.toString(id))
                .containsEntry("template_version", "1");
        assertThat(audit.toString()).doesNotContain("Canary");
        assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class))
                .noneMatch(each -> isOf(each, rehearsed))
                .noneMatch(each -> isOf(each, usual));
    }

    @Test
    void auditsAPersonWhoSeesAPatientsValuesAndNoService() {
        var organization = ORGANIZATIONS.incrementAndGet();
        var byService = request(organization, Channel.SMS, null, null, null);
        var rehearsed = request(organization, Channel.SMS, null, null, true);
        var seen = request(organization, Channel.SMS, null, null, null);

        calls(organization).rendered(byService);
        for (var request : List.of(rehearsed, seen)) {
            assertThat(calls(organization)
                            .post(
                                    "/api/v1/templates/render",
                                    calls(organization).author(),
                                    request)
                            .status())
                    .isEqualTo(200);
            var audit = kafka.await(Topics.AUDIT, AuditRecorded.class, each -> isOf(each, request));
            assertThat(audit.action()).isEqualTo(AuditAction.ACCESS);
            assertThat(audit.actor()).isEqualTo("ana");
            assertThat(audit.ipAddress()).isNotBlank();
            assertThat(audit.details()).containsEntry("what", "message-rendered");
            assertThat(audit.toString()).doesNotContain("Canary");
        }
        assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class)).noneMatch(each -> isOf(each, byService));
    }

    @Test
    void passesOverATextThatSaysMoreThanIsAllowedByNow() {
        var organization = ORGANIZATIONS.incrementAndGet();
        told(organization, new Capabilities(true, false, false), 1);
        var id = calls(organization).published(byName());
        var request = request(organization, Channel.SMS, null, null, null);
        assertThat(calls(organization).rendered(request).templateId()).isEqualTo(id);

        told(organization, new Capabilities(false, false, false), 2);

        var message = calls(organization).rendered(request(organization, Channel.SMS, null, null, null));
        assertThat(level(message)).isEqualTo(Level.GLOBAL);
        assertThat(message.text()).doesNotContain("Canary");
        var asked = calls(organization).render(request(organization, Channel.SMS, id, null, null));
        assertThat(asked.problem()).isEqualTo("phi-in-channel");
        assertThat(asked.json().at("/place/part").asString()).isEqualTo("variables.patient_first_name");
        assertThat(asked.body()).contains("portal").doesNotContain("Canary");
    }

    @Test
    void takesTheNeutralVariantOfATextThatSaysMoreThanIsAllowedByNow() {
        var organization = ORGANIZATIONS.incrementAndGet();
        told(organization, new Capabilities(true, false, false), 1);
        var id = calls(organization).published(byName());
        var variant = with(
                sms("appt_reminder", "en", "{{clinic_name}} {{clinic_phone}}: see you soon. STOP to end"),
                "variant",
                "neutral");
        var neutral = calls(organization).published(with(variant, "variant_of", id));
        var request = request(organization, Channel.SMS, null, null, null);
        assertThat(calls(organization).rendered(request).templateId()).isEqualTo(id);

        told(organization, new Capabilities(false, false, false), 2);

        var message = calls(organization).rendered(request(organization, Channel.SMS, null, null, null));
        assertThat(message.templateId()).isEqualTo(neutral);
        assertThat(message.text()).isEqualTo("Ours 602-555-0000: see you soon. STOP to end");
    }

    @Test
    void believesTheNewestEventOnly() {
        var organization = ORGANIZATIONS.incrementAndGet();
        told(organization, new Capabilities(false, false, false), 5);
        publish(organization, new Capabilities(true, true, true), 4);
        var marker = ORGANIZATIONS.incrementAndGet();
        publish(organization, new Capabilities(false, true, false), 6);
        await().until(() -> organizations.capabilities(organization).contains(Capability.EMAIL_VISIT_DATE));

        assertThat(organizations.capabilities(organization)).doesNotContain(Capability.SMS_PHI);
        assertThat(organizations.capabilities(marker)).isEqualTo(Capability.USUAL);
    }

    @Test
    void writesADateByMailOnlyToWhoAcceptsUnencryptedMail() {
        var organization = ORGANIZATIONS.incrementAndGet();
        told(organization, new Capabilities(false, true, false), 1);
        var id = calls(organization).published(mail());

        var accepted = calls(organization).rendered(request(organization, Channel.EMAIL, null, true, null));
        assertThat(accepted.templateId()).isEqualTo(id);
        assertThat(accepted.text()).contains("Wed, Mar 4");

        for (var wish : new @Nullable Boolean[] {null, false}) {
            var request = request(organization, Channel.EMAIL, null, wish, null);
            var message = calls(organization).rendered(request);
            assertThat(level(message)).isEqualTo(Level.GLOBAL);
            assertThat(message.text()).doesNotContain("Mar 4");
        }
    }

    @Test
    void takesNoPersonsWordForWhatAPatientHasAgreedTo() {
        var organization = ORGANIZATIONS.incrementAndGet();
        told(organization, new Capabilities(false, true, false), 1);
        var id = calls(organization).published(mail());
        var request = request(organization, Channel.EMAIL, id, true, null);

        var staff = calls(organization)
                .post("/api/v1/templates/render", calls(organization).author(), request);
        var core = calls(organization)
                .post("/api/v1/templates/render", calls(organization).person("core", "core-system"), request);

        assertThat(staff.problem()).isEqualTo("phi-in-channel");
        assertThat(core.status()).isEqualTo(200);
    }

    @Test
    void theAgreementOfAPatientIsNotEnough() {
        var organization = ORGANIZATIONS.incrementAndGet();

        var refused = calls(organization)
                .post("/api/v1/templates", calls(organization).author(), mail());

        assertThat(refused.problem()).isEqualTo("invalid-template");
    }

    @Test
    void tellsStaffWhichChannelMayCarryWhat() {
        var organization = ORGANIZATIONS.incrementAndGet();
        var uri = "/api/v1/template-variables?purpose=appt_reminder";
        var before = calls(organization).get(uri, calls(organization).author()).json();
        told(organization, new Capabilities(true, true, false), 1);
        var after = calls(organization).get(uri, calls(organization).author()).json();

        assertThat(carriage(before, "clinic_name"))
                .isEqualTo("{\"email\":\"always\",\"sms\":\"always\",\"whatsapp\":\"always\"}");
        assertThat(carriage(before, "patient_first_name"))
                .isEqualTo("{\"email\":\"never\",\"sms\":\"not-agreed\",\"whatsapp\":\"never\"}");
        assertThat(carriage(after, "patient_first_name"))
                .isEqualTo("{\"email\":\"never\",\"sms\":\"agreed\",\"whatsapp\":\"never\"}");
        assertThat(carriage(before, "visit_date"))
                .isEqualTo("{\"email\":\"not-agreed\",\"sms\":\"agreed\",\"whatsapp\":\"never\"}");
        assertThat(carriage(after, "visit_date"))
                .isEqualTo("{\"email\":\"agreed\",\"sms\":\"agreed\",\"whatsapp\":\"never\"}");
        assertThat(calls(organization)
                        .get(
                                "/api/v1/template-variables?purpose=party",
                                calls(organization).author())
                        .status())
                .isEqualTo(400);
    }

    private static String carriage(JsonNode variables, String name) {
        return variables
                .valueStream()
                .filter(each -> each.at("/name").asString().equals(name))
                .map(each -> each.at("/channels").toString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesMomentsInThePatientsZoneAndRegion() {
        var organization = ORGANIZATIONS.incrementAndGet();
        var values = new HashMap<>(VISIT);
        values.remove("patient_first_name");
        values.put("visit_date", "2026-03-04T02:30:00Z");
        values.put("visit_time", "2026-03-04T02:30:00Z");

        var phoenix = calls(organization).rendered(inZone(organization, values, "en-US", "America/Phoenix"));
        var britain = calls(organization).rendered(inZone(organization, values, "en-GB", "Europe/London"));

        assertThat(phoenix.text().replace('\u202f', ' ')).contains("Tue, Mar 3", "7:30 PM");
        assertThat(britain.text()).contains("4 Mar", "02:30");
        for (var zone : List.of("Mars/Olympus", "UTC+3", "+05:00", "SystemV/MST7")) {
            var nowhere = calls(organization).render(inZone(organization, values, "en-US", zone));
            assertThat(nowhere.status()).as(zone).isEqualTo(400);
            assertThat(nowhere.json().at("/errors/0/field").asString()).isEqualTo("timezone");
        }
        assertThat(calls(organization)
                        .render(inZone(organization, values, "en-US", null))
                        .problem())
                .isEqualTo("invalid-variable");
    }

    private TemplateCalls calls(long organization) {
        return new TemplateCalls(port, tokens, organization);
    }

    private static @Nullable Level level(com.ovhi.outreach.common.contract.api.RenderedMessage message) {
        var choice = message.choice();
        return choice == null ? null : choice.level();
    }

    private static boolean isOf(AuditRecorded audit, RenderRequest request) {
        return audit.patientId() != null && audit.patientId().equals(request.patientId());
    }

    private void told(long organization, Capabilities capabilities, int second) {
        publish(organization, capabilities, second);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var held = organizations.capabilities(organization);
            assertThat(held.contains(Capability.SMS_PHI)).isEqualTo(capabilities.smsPhi());
            assertThat(held.contains(Capability.EMAIL_VISIT_DATE)).isEqualTo(capabilities.emailPhi());
        });
    }

    private void publish(long organization, Capabilities capabilities, int second) {
        kafka.publish(
                Topics.OVHI_PROVIDER,
                Long.toString(organization),
                new EventHeaders(
                        UUID.randomUUID().toString(),
                        "organization.updated",
                        "test",
                        SettableClock.START.plusSeconds(second),
                        null),
                new OrganizationUpdated(
                        organization, "Ours", "America/Phoenix", "602-555-0000", List.of("en"), capabilities));
    }

    private static Map<String, Object> byName() {
        var draft = sms(
                "appt_reminder",
                "en",
                "{{patient_first_name}}: {{clinic_name}} {{clinic_phone}}, {{visit_date}} {{visit_time}}. STOP to end");
        return with(
                draft,
                "variables",
                List.of("clinic_name", "clinic_phone", "visit_date", "visit_time", "patient_first_name"));
    }

    private static Map<String, Object> mail() {
        var draft = with(
                sms("appt_reminder", "en", "{{clinic_name}} {{clinic_phone}}: {{visit_date}}"), "channel", "email");
        return with(
                with(draft, "subject", "A message from {{clinic_name}}"),
                "variables",
                List.of("clinic_name", "clinic_phone", "visit_date", "visit_time", "patient_first_name"));
    }

    private static RenderRequest request(
            long organization,
            Channel channel,
            @Nullable Long template,
            @Nullable Boolean emailAccepted,
            @Nullable Boolean dryRun) {
        return new RenderRequest(
                organization,
                template,
                Purpose.APPT_REMINDER,
                channel,
                "en",
                VISIT,
                null,
                null,
                null,
                PATIENTS.incrementAndGet(),
                null,
                dryRun,
                null,
                emailAccepted);
    }

    private static RenderRequest inZone(
            long organization, Map<String, String> values, String language, @Nullable String zone) {
        return new RenderRequest(
                organization,
                null,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                language,
                values,
                null,
                null,
                null,
                PATIENTS.incrementAndGet(),
                null,
                null,
                zone,
                null);
    }
}
