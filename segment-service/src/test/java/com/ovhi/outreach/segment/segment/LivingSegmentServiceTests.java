package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How members come and go with events, other segments and time alone. */
@ServiceTest(schema = "ovhi_segment")
class LivingSegmentServiceTests extends LivingSegments {

    private static final Duration DAY = Duration.ofDays(1);

    LivingSegmentServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, clock, jdbc, transactions, port);
    }

    @Test
    void engagementCountsForItsWindowAndEndsWithoutAnEvent() {
        var opened = api.segment("Opened lately", "{\">=\": [{\"var\": \"opened_within.3\"}, 2]}");
        var stopped = api.segment("Opted out", "{\">\": [{\"var\": \"opted_out_within.30\"}, 0]}");
        var patient = feed.patient(organization, "en", ADULT);

        feed.message(organization, patient, Milestone.OPENED, SettableClock.START);
        feed.message(organization, patient, Milestone.SENT, SettableClock.START);
        feed.message(organization, patient, Milestone.OPENED, SettableClock.START.minus(DAY));
        feed.replied(organization, patient, Intent.STOP, SettableClock.START);
        feed.replied(organization, patient, Intent.CONFIRM, SettableClock.START);
        awaitMembers(opened, patient);
        awaitMembers(stopped, patient);

        clock.advance(DAY);
        awaitEvaluated(opened);
        awaitMembers(opened, patient);
        clock.advance(DAY);
        awaitMembers(opened);
        assertThat(api.get("/api/v1/segments/" + opened).path("drift").asInt()).isZero();
        await().untilAsserted(() ->
                assertThat(changes(opened)).containsExactlyInAnyOrder(patient + " true", patient + " false"));
    }

    @Test
    void aMissedVisitIsForgottenAfterItsDays() {
        var missed = api.segment("Missed lately", "{\">=\": [{\"var\": \"no_shows_within.30\"}, 1]}");
        var patient = feed.patient(organization, "en", ADULT);
        var visit = OvhiFeed.id();
        feed.booked(organization, patient, visit, 1, "2026-02-02T10:00:00-05:00");
        feed.closed(organization, patient, visit, 2, "no_show");
        awaitMembers(missed, patient);

        clock.advance(Duration.ofDays(2));

        awaitMembers(missed);
    }

    @Test
    void aSegmentFollowsTheSegmentsItAsksFor() {
        var spanish = api.segment("Spanish", SPANISH);
        var others = api.segment(
                "Tagged and not Spanish",
                "{\"and\": [{\"in\": [\"vip\", {\"var\": \"tags\"}]}, {\"!\": {\"in\": [" + spanish
                        + ", {\"var\": \"segments\"}]}}]}");
        var patient = feed.patient(organization, "es", ADULT);
        awaitMembers(spanish, patient);

        var tags = "/api/v1/patients/" + patient + "/tags";
        assertThat(staff.call(HttpMethod.PUT, tags + "/vip", null, 200).toString())
                .isEqualTo("{\"tags\":[\"vip\"]}");
        assertThat(members(others)).isEmpty();
        feed.preference(organization, patient, 1, "en", Channel.SMS);
        awaitMembers(spanish);
        awaitMembers(others, patient);

        staff.call(HttpMethod.DELETE, tags + "/vip", null, 200);
        assertThat(members(others)).isEmpty();
        assertThat(staff.get(tags).path("tags").size()).isZero();
    }

    @Test
    void aChangedSegmentMovesTheMembersOfThoseThatAskForIt() {
        var base = api.segment("Base", SPANISH);
        var derived = api.segment("Derived", "{\"in\": [" + base + ", {\"var\": \"segments\"}]}");
        var spanish = feed.patient(organization, "es", ADULT);
        var english = feed.patient(organization, "en", ADULT);
        awaitMembers(derived, spanish);

        api.change("/api/v1/segments/" + base, body("Base", "active", SPANISH.replace("es", "en")), 200);

        awaitMembers(base, english);
        awaitMembers(derived, english);
    }

    @Test
    void aDraftWaitsAndACompletedSegmentIsEmptied() {
        var patient = feed.patient(organization, "es", ADULT);
        var uri = "/api/v1/segments/"
                + api.post("/api/v1/segments", body("Draft", "draft", SPANISH), 201)
                        .path("id")
                        .asLong();
        var segment = Long.parseLong(uri.substring(17));
        feed.preference(organization, patient, 1, "es", Channel.SMS);
        awaitMembers(api.segment("Beside", SPANISH), patient);
        assertThat(members(segment)).isEmpty();

        api.change(uri, body("Draft", "active", SPANISH), 200);
        awaitMembers(segment, patient);
        api.change(uri, body("Draft", "paused", SPANISH), 200);
        feed.preference(organization, patient, 2, "en", Channel.SMS);
        await().untilAsserted(() -> assertThat(staff.get("/api/v1/patients/" + patient + "/segments")
                        .path("segments")
                        .size())
                .isZero());
        assertThat(members(segment)).containsExactly(patient);
        api.conditional(HttpMethod.DELETE, uri, null, 2, 409);

        api.change(uri, body("Draft", "completed", SPANISH), 200);
        awaitMembers(segment);
        api.conditional(HttpMethod.DELETE, uri, null, 3, 204);
        await().untilAsserted(() ->
                assertThat(changes(segment)).containsExactlyInAnyOrder(patient + " true", patient + " false"));
    }

    @Test
    void driftIsFoundMendedCountedAndAudited() {
        var spanish = api.segment("Spanish", SPANISH);
        var patient = feed.patient(organization, "es", ADULT);
        var other = feed.patient(organization, "en", ADULT);
        awaitMembers(spanish, patient);
        api.post("/api/v1/segments/" + spanish + "/evaluate", "{}", 200);

        transactions.executeWithoutResult(
                status -> jdbc.sql("UPDATE segment_members SET patient_id = ? WHERE segment_id = ?")
                        .params(other, spanish)
                        .update());
        clock.advance(DAY);

        awaitMembers(spanish, patient);
        await().untilAsserted(() -> assertThat(
                        api.get("/api/v1/segments/" + spanish).path("drift").asInt())
                .isEqualTo(2));
        await().untilAsserted(() -> assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class))
                .anySatisfy(each -> {
                    assertThat(each.organizationId()).isEqualTo(organization);
                    assertThat(each.details())
                            .containsEntry("resource", "segment-drift")
                            .containsEntry("members", "2");
                }));
    }

    @Test
    void explainsAndExportsAndAuditsBoth() {
        var segment = api.segment(
                "Spanish missers", "{\"and\": [" + SPANISH + ", {\">=\": [{\"var\": \"no_show_count\"}, 1]}]}");
        var patient = feed.patient(organization, "es", ADULT);
        var other = feed.patient(organization, "es", ADULT);
        missed(patient);
        awaitMembers(segment, patient);

        var uri = "/api/v1/segments/" + segment;
        var explained = api.get(uri + "/explanation?patient_id=" + other);
        assertThat(explained.path("meant").asBoolean()).isFalse();
        assertThat(explained.path("member").asBoolean()).isFalse();
        assertThat(explained.path("failed").toString())
                .isEqualTo("[\"the number of missed visits at least 1 (the number of missed visits: 0)\"]");
        assertThat(api.text(uri + "/members.csv"))
                .matches("patient_id,entered_at\r\n" + patient + ",2026-03-02T15:00:00Z\r\n");

        await().untilAsserted(() -> assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                        .filter(each -> Objects.equals(each.organizationId(), organization))
                        .map(each -> each.details().get("resource") + " " + each.patientId()))
                .contains("segment-explanation " + other, "segment-export " + patient));
    }

    private static String body(String name, String status, String rules) {
        return "{\"name\": \"" + name + "\", \"rules\": " + rules + ", \"status\": \"" + status + "\"}";
    }

    private void awaitEvaluated(long segment) {
        await().untilAsserted(() -> assertThat(api.get("/api/v1/segments/" + segment)
                        .path("last_evaluated")
                        .asString())
                .isEqualTo(clock.instant().toString()));
    }

    private List<String> changes(long segment) {
        return kafka.events(Topics.SEGMENT, SegmentMembershipChanged.class).stream()
                .filter(each -> each.segmentId() == segment)
                .map(each -> each.patientId() + " " + each.member())
                .toList();
    }
}
