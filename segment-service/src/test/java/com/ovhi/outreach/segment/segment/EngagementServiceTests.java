package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happened between the suite and patients is counted by day, however much of it is told at once. */
@ServiceTest(schema = "ovhi_segment")
class EngagementServiceTests {

    private static final ZoneId CLINIC = ZoneId.of("America/New_York");
    private static final LocalDate BIRTH = LocalDate.of(1980, 5, 1);

    private final OvhiFeed feed;
    private final JdbcClient jdbc;
    private final SettableClock clock;
    private final Api manager;
    private final long organization;

    EngagementServiceTests(
            TestKafka kafka, TestTokens tokens, JdbcClient jdbc, SettableClock clock, @LocalServerPort int port) {
        this.jdbc = jdbc;
        this.clock = clock;
        feed = new OvhiFeed(kafka);
        organization = feed.organization("+12125550100");
        manager = Api.of(port, tokens, organization);
    }

    @BeforeEach
    void knowsTheOrganization() {
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM organizations WHERE organization_id = ?")
                        .param(organization)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    @Test
    void countsEachMessageOnceAndMovesWhoHasHadEnough() {
        var patients = IntStream.range(0, 5)
                .mapToObj(_ -> feed.patient(organization, "en", BIRTH))
                .toList();
        var segment = manager.segment("Told three times", "{\">=\": [{\"var\": \"sent_within.7\"}, 3]}");

        for (var i = 0; i < patients.size(); i++) {
            for (var message = 0; message <= i; message++) {
                feed.message(organization, patients.get(i), Milestone.SENT, clock.instant());
            }
            feed.message(organization, patients.get(i), Milestone.SCHEDULED, clock.instant());
        }

        await().untilAsserted(() -> {
            for (var i = 0; i < patients.size(); i++) {
                assertThat(days(patients.get(i)).values()).containsExactly(i + 1);
            }
            assertThat(manager.get("/api/v1/segments/" + segment)
                            .path("patient_count")
                            .asInt())
                    .isEqualTo(3);
        });
    }

    @Test
    void countsByTheDaysOfTheClinic() {
        var patient = feed.patient(organization, "en", BIRTH);
        var today = LocalDate.ofInstant(clock.instant(), CLINIC);
        var midnight = today.atStartOfDay(CLINIC).toInstant();

        feed.message(organization, patient, Milestone.OPENED, midnight.minus(Duration.ofSeconds(1)));
        feed.message(organization, patient, Milestone.OPENED, midnight);
        feed.message(organization, patient, Milestone.OPENED, midnight.plus(Duration.ofSeconds(1)));

        await().untilAsserted(() -> assertThat(days(patient)).isEqualTo(Map.of(today.minusDays(1), 1, today, 2)));
    }

    @Test
    void countsAnOptOutOnceADayHoweverOftenItIsTold() {
        var patient = feed.patient(organization, "en", BIRTH);
        var today = LocalDate.ofInstant(clock.instant(), CLINIC);
        feed.preference(organization, patient, 1, "en", Channel.SMS);
        feed.preference(organization, patient, 2, "en");
        await().untilAsserted(() -> assertThat(days(patient)).isEqualTo(Map.of(today, 1)));

        feed.replied(organization, patient, Intent.STOP, clock.instant());
        feed.replied(organization, patient, Intent.STOP, clock.instant());
        feed.replied(organization, patient, Intent.STOP, clock.instant().minus(Duration.ofDays(1)));

        await().untilAsserted(() -> assertThat(days(patient)).isEqualTo(Map.of(today.minusDays(1), 1, today, 1)));
    }

    @Test
    void countsForWhomAPatientWasMergedInto() {
        var former = feed.patient(organization, "en", BIRTH);
        var survivor = feed.patient(organization, "en", BIRTH);
        feed.merged(organization, former, survivor);
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM patients WHERE patient_id = ? AND merged_into = ?")
                        .params(former, survivor)
                        .query(Integer.class)
                        .single()
                == 1);
        var unknown = OvhiFeed.id();

        for (var each : List.of(former, survivor, former, unknown)) {
            feed.message(organization, each, Milestone.SENT, clock.instant());
        }

        await().untilAsserted(() -> {
            assertThat(days(survivor).values()).containsExactly(3);
            assertThat(days(former)).isEmpty();
            assertThat(days(unknown).values()).containsExactly(1);
        });
    }

    private Map<LocalDate, Integer> days(long patient) {
        return jdbc
                .sql("SELECT happened_on, times FROM engagement_days WHERE patient_id = ?")
                .param(patient)
                .query((row, _) -> Map.entry(row.getObject("happened_on", LocalDate.class), row.getInt("times")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
