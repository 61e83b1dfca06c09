package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whoever sees which patients a segment means leaves a trace. */
@ServiceTest(schema = "ovhi_segment")
class LookServiceTests {

    private static final String SPANISH = "{\"==\": [{\"var\": \"language\"}, \"es\"]}";

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final int port;
    private final long organization;
    private final long patient;
    private final Api manager;

    LookServiceTests(TestKafka kafka, TestTokens tokens, @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.port = port;
        var feed = new OvhiFeed(kafka);
        organization = feed.organization("+12125550100");
        patient = feed.patient(organization, "es", LocalDate.of(1980, 5, 1));
        feed.patient(organization, "en", LocalDate.of(1980, 5, 1));
        manager = Api.of(port, tokens, organization);
    }

    @Test
    void everyPatientShownIsAudited() {
        var segment = manager.segment("Spanish", SPANISH);
        await().untilAsserted(() -> assertThat(manager.get("/api/v1/segments/" + segment)
                        .path("patient_count")
                        .asLong())
                .isEqualTo(1));
        assertThat(looks()).isEmpty();

        manager.get("/api/v1/segments/" + segment + "/members");
        manager.post("/api/v1/segments/preview", "{\"rules\": " + SPANISH + "}", 200);
        Api.of(port, tokens.bearer(organization, "clinic-staff")).get("/api/v1/patients/" + patient + "/segments");

        await().untilAsserted(() -> assertThat(looks()).hasSize(3));
        assertThat(looks()).allSatisfy(look -> {
            assertThat(look.patientId()).isEqualTo(patient);
            assertThat(look.action()).isEqualTo(AuditAction.ACCESS);
            assertThat(look.actor()).isNotBlank();
            assertThat(look.ipAddress()).isEqualTo("127.0.0.1");
        });
        assertThat(looks())
                .extracting(look -> look.details().get("resource"))
                .containsExactlyInAnyOrder("segment-members", "segment-preview", "patient-segments");
        assertThat(looks().getFirst().details()).containsEntry("segment_id", Long.toString(segment));
    }

    @Test
    void aServiceOfTheSuiteIsNoPerson() {
        var uri = "/api/v1/patients/" + patient + "/segments";
        Api.of(port, tokens.service()).get(uri + "?organization_id=" + organization);
        Api.of(port, tokens.bearer(organization, "core-system")).get(uri);

        await().untilAsserted(() -> assertThat(looks()).hasSize(1));
    }

    private List<AuditRecorded> looks() {
        return kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                .filter(entry -> Objects.equals(entry.organizationId(), organization))
                .toList();
    }
}
