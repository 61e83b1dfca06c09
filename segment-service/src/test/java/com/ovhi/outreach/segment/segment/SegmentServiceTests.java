package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Segments from events to members, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class SegmentServiceTests {

    private static final LocalDate ADULT = LocalDate.of(1980, 5, 1);
    private static final String SPANISH = "{\"==\": [{\"var\": \"language\"}, \"es\"]}";

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final OvhiFeed feed;
    private final int port;

    SegmentServiceTests(TestKafka kafka, TestTokens tokens, SettableClock clock, @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        this.port = port;
        feed = new OvhiFeed(kafka);
    }

    @AfterEach
    void resetTime() {
        clock.set(SettableClock.START);
    }

    @Test
    void membershipFollowsWhatHappensToThePatient() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var missed = api.segment("Missed twice, nothing booked", """
                {"and": [{">=": [{"var": "no_show_count"}, 2]}, {"==": [{"var": "next_visit"}, null]}]}""");
        var patient = feed.patient(organization, "en-US", ADULT);
        var other = feed.patient(organization, "en-US", ADULT);

        missed(organization, patient);
        missed(organization, patient);
        awaitMembers(api, missed, patient);
        assertThat(api.get("/api/v1/segments/" + missed).path("patient_count").asLong())
                .isEqualTo(1);
        awaitChanges(missed, patient + " true");

        feed.booked(organization, patient, OvhiFeed.id(), 1, "2026-03-09T10:00:00-04:00");
        awaitMembers(api, missed);
        awaitChanges(missed, patient + " true", patient + " false");
        assertThat(other).isNotEqualTo(patient);
    }

    @Test
    void visitsToldInAnyOrderEndTheSame() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var came = api.segment("Came in February", """
                {"and": [{"==": [{"var": "last_visit"}, "2026-02-20"]}, {"==": [{"var": "visit_count"}, 1]},
                         {"==": [{"var": "no_show_count"}, 0]}]}""");
        var patient = OvhiFeed.id();
        var visit = OvhiFeed.id();

        feed.closed(organization, patient, visit, 4, "completed");
        feed.booked(organization, patient, visit, 2, "2026-02-20T23:30:00-05:00");
        feed.closed(organization, patient, visit, 3, "no_show");
        feed.booked(organization, patient, visit, 1, "2026-02-11T10:00:00-05:00");
        feed.registered(organization, patient, "en", ADULT);

        awaitMembers(api, came, patient);
    }

    @Test
    void aNewSegmentFindsThePatientsThatAreThereAlready() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var spanish = feed.patient(organization, "es-MX", ADULT);
        var switched = feed.patient(organization, "en", ADULT);
        feed.preference(organization, switched, 2, "es", Channel.SMS);
        feed.preference(organization, switched, 1, "en");
        var child = feed.patient(organization, "es", LocalDate.of(2012, 3, 2));
        var english = feed.patient(organization, "en", ADULT);
        awaitPopulation(api, 4);
        var rules = "{\"and\": [" + SPANISH + ", {\">=\": [{\"var\": \"age\"}, 18]}]}";
        awaitPreview(api, rules, 2);

        var preview = api.post("/api/v1/segments/preview", "{\"rules\": " + rules + "}", 200);
        assertThat(preview.path("count").asLong()).isEqualTo(2);
        assertThat(preview.path("sample_patient_ids").toString()).isEqualTo("[" + spanish + "," + switched + "]");

        var segment = api.segment("Spanish adults", rules);
        awaitMembers(api, segment, spanish, switched);

        var page = api.get("/api/v1/segments/" + segment + "/members?limit=1");
        assertThat(page.path("next").asLong()).isEqualTo(spanish);
        page = api.get("/api/v1/segments/" + segment + "/members?limit=1&after=" + spanish);
        assertThat(page.path("members").path(0).path("patient_id").asLong()).isEqualTo(switched);
        assertThat(List.of(child, english)).doesNotContain(spanish);
    }

    @Test
    void aChangedRuleMovesTheMembersAndARestingSegmentKeepsThem() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var spanish = feed.patient(organization, "es", ADULT);
        var english = feed.patient(organization, "en", ADULT);
        awaitPopulation(api, 2);
        var segment = api.segment("By language", SPANISH);
        awaitMembers(api, segment, spanish);

        api.change("/api/v1/segments/" + segment, body("By language", SPANISH.replace("==", "!="), true), 200);
        awaitMembers(api, segment, english);
        assertThat(namesOf(organization, english)).containsExactly("By language");

        api.change("/api/v1/segments/" + segment, body("By language", SPANISH, false), 200);
        assertThat(namesOf(organization, english)).isEmpty();
        api.post("/api/v1/segments/" + segment + "/evaluate", "{}", 409);

        api.change("/api/v1/segments/" + segment, body("By language", SPANISH, true), 200);
        awaitMembers(api, segment, spanish);
        awaitChanges(
                segment,
                spanish + " true",
                english + " true",
                spanish + " false",
                spanish + " true",
                english + " false");
        var evaluated = api.post("/api/v1/segments/" + segment + "/evaluate", "{}", 200);
        assertThat(evaluated.path("judged").asInt()).isEqualTo(2);
        assertThat(evaluated.path("entered").asInt()).isZero();
    }

    @Test
    void aNewDayIsJudgedByItself() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var patient = feed.patient(organization, "en", ADULT);
        feed.refillDue(organization, patient, LocalDate.of(2026, 3, 8));
        feed.labReady(organization, patient);
        awaitPreview(api, "{\"and\": [{\"var\": \"lab_ready\"}, {\"!!\": {\"var\": \"refill_due\"}}]}", 1);
        var soon = api.segment("Refill soon", """
                {"<=": [{"var": "today"}, {"var": "refill_due"}, {"+": [{"var": "today"}, 5]}]}""");
        await().untilAsserted(() -> assertThat(api.get("/api/v1/segments/" + soon)
                        .path("last_evaluated")
                        .isNull())
                .isFalse());
        awaitMembers(api, soon);

        clock.advance(Duration.ofDays(1));
        awaitMembers(api, soon, patient);

        clock.advance(Duration.ofDays(6));
        awaitMembers(api, soon);
    }

    @Test
    void aPatientWhoChangesTheOrganisationLeavesItsSegments() {
        var first = feed.organization("+12125550100");
        var second = feed.organization("+12125550100");
        var here = api(first).segment("Spanish here", SPANISH);
        var there = api(second).segment("Spanish there", SPANISH);
        var patient = feed.patient(first, "es", ADULT);
        awaitMembers(api(first), here, patient);

        feed.registered(second, patient, "es", ADULT);

        awaitMembers(api(second), there, patient);
        awaitMembers(api(first), here);
        assertThat(namesOf(first, patient)).isEmpty();
        assertThat(namesOf(second, patient)).containsExactly("Spanish there");
    }

    @Test
    void tellsServicesThePatientsSegments() {
        var organization = feed.organization("+12125550100");
        api(organization).segment("Spanish", SPANISH);
        var patient = feed.patient(organization, "es", ADULT);
        await().untilAsserted(() -> assertThat(namesOf(organization, patient)).containsExactly("Spanish"));

        var uri = "/api/v1/patients/" + patient + "/segments";
        var service = Api.of(port, tokens.service());
        assertThat(service.get(uri + "?organization_id=" + organization).toString())
                .isEqualTo("{\"segments\":[\"Spanish\"]}");
        assertThat(service.get(uri + "?organization_id=1").toString()).isEqualTo("{\"segments\":[]}");
        service.call(HttpMethod.GET, uri, null, 403);
        Api.of(port, tokens.bearer(organization, "ops")).call(HttpMethod.GET, uri, null, 403);
        var foreign = Api.of(port, tokens.bearer(OvhiFeed.id(), "clinic-staff"));
        assertThat(foreign.get(uri + "?organization_id=" + organization).toString())
                .isEqualTo("{\"segments\":[]}");
    }

    private Api api(long organization) {
        return Api.of(port, tokens, organization);
    }

    private void missed(long organization, long patient) {
        var visit = OvhiFeed.id();
        feed.booked(organization, patient, visit, 1, "2026-02-11T10:00:00-05:00");
        feed.closed(organization, patient, visit, 2, "no_show");
    }

    private static String body(String name, String rules, boolean active) {
        return "{\"name\": \"" + name + "\", \"rules\": " + rules + ", \"is_active\": " + active + "}";
    }

    private List<String> namesOf(long organization, long patient) {
        return Api.of(port, tokens.bearer(organization, "clinic-staff"))
                .get("/api/v1/patients/" + patient + "/segments")
                .path("segments")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static void awaitMembers(Api api, long segment, Long... patients) {
        await().untilAsserted(() -> assertThat(api.get("/api/v1/segments/" + segment + "/members")
                        .path("members")
                        .valueStream()
                        .map(each -> each.path("patient_id").asLong()))
                .containsExactly(patients));
    }

    private static void awaitPopulation(Api api, long size) {
        await().untilAsserted(() -> assertThat(api.post("/api/v1/segments/preview", "{\"rules\": true}", 200)
                        .path("count")
                        .asLong())
                .isEqualTo(size));
    }

    private static void awaitPreview(Api api, String rules, long count) {
        await().untilAsserted(() -> assertThat(api.post("/api/v1/segments/preview", "{\"rules\": " + rules + "}", 200)
                        .path("count")
                        .asLong())
                .isEqualTo(count));
    }

    private List<String> changes(long segment) {
        return kafka.events(Topics.SEGMENT, SegmentMembershipChanged.class).stream()
                .filter(each -> each.segmentId() == segment)
                .map(each -> each.patientId() + " " + each.member())
                .toList();
    }

    private void awaitChanges(long segment, String... changes) {
        await().untilAsserted(() -> assertThat(changes(segment)).containsExactlyInAnyOrder(changes));
    }
}
