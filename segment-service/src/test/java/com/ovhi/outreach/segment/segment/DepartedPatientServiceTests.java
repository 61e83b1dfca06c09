package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What happens in segments to the dead and the merged. */
@ServiceTest(schema = "ovhi_segment")
class DepartedPatientServiceTests extends LivingSegments {

    DepartedPatientServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, clock, jdbc, transactions, port);
    }

    @Test
    void theDeadLeaveForGood() {
        var everybody = api.segment("Everybody", "true");
        var patient = feed.patient(organization, "es", ADULT);
        var other = feed.patient(organization, "es", ADULT);
        awaitMembers(everybody, patient, other);

        feed.deceased(organization, patient);
        awaitMembers(everybody, other);
        feed.registered(organization, patient, "es", ADULT);
        feed.registered(organization, other, "es", ADULT);
        api.post("/api/v1/segments/" + everybody + "/evaluate", "{}", 200);

        assertThat(members(everybody)).containsExactly(other);
        staff.call(HttpMethod.GET, "/api/v1/segments/" + everybody + "/explanation?patient_id=" + patient, null, 404);
    }

    @Test
    void whatBelongsToAMergedPatientBelongsToTheOther() {
        var missed = api.segment("Missed twice", "{\">=\": [{\"var\": \"no_show_count\"}, 2]}");
        var clicked = api.segment("Clicked thrice", "{\">=\": [{\"var\": \"clicked_within.30\"}, 3]}");
        var into = feed.patient(organization, "en", ADULT);
        var from = feed.patient(organization, "en", ADULT);
        missed(from);
        missed(into);
        for (var patient : List.of(from, from, into)) {
            feed.message(organization, patient, Milestone.CLICKED, SettableClock.START);
        }
        staff.get("/api/v1/segments");
        await().untilAsserted(() -> assertThat(preview("{\"and\": [{\"==\": [{\"var\": \"no_show_count\"}, 1]},"
                        + " {\">=\": [{\"var\": \"clicked_within.1\"}, 1]}]}"))
                .isEqualTo(2));

        feed.merged(organization, from, into);
        awaitMembers(missed, into);
        awaitMembers(clicked, into);
        assertThat(preview("true")).isEqualTo(1);

        missed(from);
        await().untilAsserted(() -> assertThat(preview("{\"==\": [{\"var\": \"no_show_count\"}, 3]}"))
                .isEqualTo(1));
        assertThat(members(missed)).containsExactly(into);
    }

    private long preview(String rules) {
        return api.post("/api/v1/segments/preview", "{\"rules\": " + rules + "}", 200)
                .path("count")
                .asLong();
    }
}
