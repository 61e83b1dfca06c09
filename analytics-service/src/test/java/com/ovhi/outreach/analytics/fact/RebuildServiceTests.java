package com.ovhi.outreach.analytics.fact;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.RestingConsumers;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Counts follow from what was told, however and how often it was. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class RebuildServiceTests {

    private final AnalyticsDriver analytics;
    private final BindingsLifecycleController bindings;

    RebuildServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            BindingsLifecycleController bindings,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.bindings = bindings;
    }

    @Test
    void toldAgainInAnotherOrderTheCountsAreTheSame() {
        var live = story(new Random(1));
        live.forEach(Runnable::run);
        awaitQuiet();
        analytics.assertRecountAgrees();
        var before = analytics.tables();

        forget();
        Collections.shuffle(live, new Random(2));
        live.forEach(Runnable::run);
        live.subList(0, live.size() / 2).forEach(Runnable::run);

        await().untilAsserted(() -> assertThat(analytics.tables()).isEqualTo(before));
        analytics.assertRecountAgrees();
        assertThat(before).isNotEmpty();
    }

    @Test
    void afterAnHourOfRestItCatchesUp() {
        var live = story(new Random(3));
        live.forEach(Runnable::run);
        awaitQuiet();
        var before = analytics.tables();
        forget();

        var consumers = RestingConsumers.of(bindings, "jobs-in-0", "signals-in-0", "visitEvents-in-0");
        live.forEach(Runnable::run);
        assertThat(analytics.tables()).isEmpty();
        consumers.wake();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(analytics.tables()).isEqualTo(before));
    }

    /** Messages, answers, reports and visits of 40 jobs, each event as often as it is run. */
    private List<Runnable> story(Random random) {
        var events = new ArrayList<Runnable>();
        for (var i = 0; i < 40; i++) {
            var job = Ids.next();
            var patient = 7_000L + i;
            var appointment = analytics.organization * 1_000 + i;
            for (var milestone : List.of(Milestone.SCHEDULED, Milestone.SENT, Milestone.DELIVERED)
                    .subList(0, 1 + i % 3)) {
                var at = MORNING.plusSeconds(random.nextInt(300_000));
                var told = i % 2 == 0
                        ? analytics.reminder(job, patient, appointment, milestone, at)
                        : analytics.campaignStep(job, milestone, 1 + i % 3, i % 5 == 0 ? "es" : "en", "b");
                events.add(() -> analytics.publish(told));
            }
            if (i % 4 == 0) {
                var at = MORNING.plusSeconds(400_000);
                events.add(() -> analytics.visit("booked", appointment, 1, patient, MORNING));
                events.add(() -> analytics.visit("no_show", appointment, 2, patient, at));
            }
            if (i % 8 == 0) {
                var at = MORNING.plusSeconds(500_000);
                events.add(() -> analytics.visit("completed", appointment, 3, patient, at));
            }
            ReplyUnderstood reply = analytics.reply(job, i % 3 == 0 ? Intent.CONFIRM : Intent.STOP);
            events.add(() -> analytics.publish(reply));
            var machine = analytics.opened(job, true);
            events.add(() -> analytics.publish(machine));
            if (i % 7 == 0) {
                var complaint = analytics.unsubscribed(job, DeliveryState.COMPLAINED);
                events.add(() -> analytics.publish(complaint));
            }
        }
        return events;
    }

    /** Everything told so far is counted: a job told last has come through on every binding. */
    private void awaitQuiet() {
        await().during(Duration.ofMillis(700)).atMost(Duration.ofSeconds(20)).until(new Unchanged()::holds);
    }

    private final class Unchanged {

        private List<String> last = List.of();

        boolean holds() {
            var now = analytics.tables();
            var same = now.equals(last) && !now.isEmpty();
            last = now;
            return same;
        }
    }

    private void forget() {
        var of = analytics.organization;
        for (var table : List.of("comm_stats", "funnel_daily", "visits")) {
            delete("DELETE FROM " + table + " WHERE organization_id = ?", of);
        }
        delete(
                "DELETE FROM job_milestones WHERE job_id IN (SELECT job_id FROM stat_jobs WHERE organization_id = ?)",
                of);
        delete("DELETE FROM stat_jobs WHERE organization_id = ?", of);
    }

    private void delete(String sql, long of) {
        analytics.write(() -> analytics.jdbc.sql(sql).param(of).update());
    }

    @Test
    void daysNobodyHasFactsOfAnyMoreGoWhenCountedAgain() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED);
        analytics.awaitLedger(1);
        delete("DELETE FROM job_milestones WHERE organization_id = ?", analytics.organization);

        analytics.rebuild();

        assertThat(analytics.tables()).isEmpty();
    }

    @Test
    void whatTheVersionBeforeCountedIsCountedAgainWhenItIsDue() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
        analytics.job(Channel.EMAIL, Milestone.SCHEDULED);
        analytics.awaitLedger(3);
        var counts = analytics.tables();
        delete("DELETE FROM funnel_daily WHERE organization_id = ?", analytics.organization);
        delete("UPDATE stat_jobs SET slice = '' WHERE organization_id = ?", analytics.organization);

        analytics.write(() -> analytics.updateOrganization("recount_at = '2026-01-01 00:00:00'"));

        await().untilAsserted(() -> assertThat(analytics.tables()).isEqualTo(counts));
        analytics.assertRecountAgrees();
    }

    @Test
    void aVisitCountsWithItsMessageWhicheverComesFirst() {
        var first = Ids.next();
        var second = Ids.next();
        var visit = analytics.organization * 1_000 + 900;
        analytics.publish(analytics.reminder(first, 7_900, visit, Milestone.SENT, MORNING));
        analytics.awaitLedger(1);
        analytics.visit("completed", visit, 2, 7_900, MORNING.plusSeconds(60));
        analytics.awaitLedger(2);

        analytics.publish(analytics.reminder(second, 7_900, visit, Milestone.SENT, MORNING));
        analytics.awaitLedger(4);

        assertThat(analytics.stats("").get("totals").get("kept_count").asInt()).isEqualTo(2);
    }

    @Test
    void neitherPatientsNorVisitsAreKeptByTheirIds() {
        var visit = 987_650_000L + analytics.organization;
        analytics.publish(analytics.reminder(Ids.next(), 123_456_789_012L, visit, Milestone.SENT, MORNING));
        analytics.visit("booked", visit, 1, 123_456_789_012L, MORNING);
        analytics.awaitLedger(1);

        for (var table : List.of("stat_jobs", "job_milestones", "visits", "funnel_daily")) {
            var rows = analytics
                    .jdbc
                    .sql("SELECT * FROM " + table + " WHERE organization_id = ?")
                    .param(analytics.organization)
                    .query()
                    .listOfRows();
            assertThat(rows.toString()).doesNotContain("123456789012", Long.toString(visit));
        }
    }
}
