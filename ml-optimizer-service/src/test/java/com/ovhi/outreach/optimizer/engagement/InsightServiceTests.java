package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.OptimizerSwitched;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What people see of insights, what they switch off, and what is kept. */
@ServiceTest(schema = "ovhi_optimizer")
class InsightServiceTests extends RunningOptimizer {

    InsightServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
    }

    @Test
    void stopsPublishingForAnOrganisationThatHasSwitchedItOff() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);
        awaitInsight(18);

        turn("{\"enabled\": false}", "\"0\"", tokens.bearer(ORGANIZATION, "ops"), 200);

        eventually(() -> {
            assertThat(newest().bestHour()).isNull();
            assertThat(newest().hourWeights()).isNull();
            assertThat(newest().reason()).isEqualTo(Estimate.SWITCHED_OFF);
            assertThat(newest().fatigue()).isEqualTo(0.65);
        });
        await().untilAsserted(() -> assertThat(kafka.events(Topics.INSIGHT, OptimizerSwitched.class))
                .as("told at once, for all patients")
                .last()
                .returns(ORGANIZATION, OptimizerSwitched::organizationId)
                .returns(false, OptimizerSwitched::enabled)
                .returns(1L, OptimizerSwitched::version));
        turn("{\"enabled\": true}", "\"0\"", tokens.bearer(ORGANIZATION, "ops"), 412);
        turn("{\"enabled\": true}", null, tokens.bearer(ORGANIZATION, "ops"), 428);
        turn("{}", "\"1\"", tokens.bearer(ORGANIZATION, "ops"), 400);
        turn("{\"enabled\": true}", "\"1\"", tokens.bearer(ORGANIZATION, "clinic-staff"), 403);
        turn("{\"enabled\": true}", "\"1\"", tokens.bearer(ORGANIZATION, "compliance"), 200);
        eventually(() -> assertThat(newest().bestHour()).isEqualTo(18));
        await().untilAsserted(() -> assertThat(kafka.events(Topics.AUDIT, AuditRecorded.class).stream()
                        .filter(each -> Objects.equals(each.organizationId(), ORGANIZATION)
                                && each.action() == AuditAction.PREFERENCE_CHANGE)
                        .map(each -> each.details().get("enabled")))
                .containsExactly("false", "true"));
    }

    @Test
    void explainsAnInsightToStaffOfTheOrganisationOnly() {
        publish(preference(1, List.of(NEW_YORK)));
        eveningPerson().forEach(this::publish);
        awaitInsight(18);

        var insight = get(tokens.bearer(ORGANIZATION, "clinic-staff"), "", 200);

        assertThat(insight.at("/best_hour").asInt()).isEqualTo(18);
        assertThat(insight.at("/timezone").asString()).isEqualTo(NEW_YORK);
        assertThat(insight.at("/reason").asString()).isEqualTo(Estimate.ENOUGH);
        assertThat(insight.at("/model_version").asInt()).isEqualTo(2);
        assertThat(insight.at("/version").asLong()).isEqualTo(newest().version());
        assertThat(insight.at("/hours/1/hour").asInt()).isEqualTo(18);
        assertThat(insight.at("/hours/1/sent").asInt()).isEqualTo(4);
        assertThat(insight.at("/hours/1/responded").asInt()).isEqualTo(4);
        get(tokens.service(), "?organization_id=" + ORGANIZATION, 200);
        get(tokens.bearer(12, "clinic-staff"), "", 404);
        get(tokens.bearer(12, "ops"), "?organization_id=" + ORGANIZATION, 404);
        get(tokens.bearer(ORGANIZATION, "campaign-manager"), "", 403);
        get(null, "", 401);
        await().untilAsserted(() -> assertThat(looks()).singleElement().satisfies(look -> {
            assertThat(look.action()).isEqualTo(AuditAction.ACCESS);
            assertThat(look.organizationId()).isEqualTo(ORGANIZATION);
            assertThat(look.details()).containsExactly(Map.entry("resource", "insight"));
        }));
    }

    @Test
    void keepsHowAnHourWasDrawnWhicheverComesFirst() {
        var job = Ids.next();
        publish(new SendTimeChosen(
                job, ORGANIZATION, patient, new HourChoice(9, false, 0.4, List.of(9, 10), List.of(false, true)), NINE));
        publish(new SendTimeChosen(Ids.next(), ORGANIZATION, patient, new HourChoice(9, false, 1.4, List.of(9)), NINE));
        publish(job(Milestone.SENT, job, NINE));

        eventually(() -> assertThat(query("SELECT chosen_hour, propensity, candidates, candidate_weekends, channel"
                        + " FROM engagement_jobs WHERE patient_id = " + patient))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("propensity", 0.4)
                        .containsEntry("candidates", "9,10")
                        .containsEntry("candidate_weekends", "01")
                        .containsEntry("channel", "sms")));
    }

    @Test
    void forgetsWhatIsOld() {
        publish(job(Milestone.SENT, Ids.next(), NINE));
        await().untilAsserted(() -> assertThat(query("SELECT 1 FROM engagement_jobs WHERE patient_id = " + patient))
                .hasSize(1));

        clock.advance(Engagement.MEMORY.plusDays(10));
        while (engagement.forget()) {
            // a chunk at a time
        }

        assertThat(query("SELECT 1 FROM engagement_jobs WHERE patient_id = " + patient))
                .isEmpty();
    }
}
