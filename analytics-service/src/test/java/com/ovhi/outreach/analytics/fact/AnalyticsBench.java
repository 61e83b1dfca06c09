package com.ovhi.outreach.analytics.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ClinicEvents;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.RestingConsumers;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How fast transitions are taken over, and how long a funnel over many facts takes: {@code deploy/load/analytics}. Not among
 * the tests of a build.
 */
@ServiceTest(schema = "ovhi_analytics")
class AnalyticsBench {

    private static final int FACTS = Integer.getInteger("outreach.bench.facts", 10_000_000);
    private static final int TRANSITIONS = Integer.getInteger("outreach.bench.transitions", 60_000);
    private static final double LEAST_PER_SECOND = 3_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final List<Milestone> LIFE =
            List.of(Milestone.SCHEDULED, Milestone.SENT, Milestone.DELIVERED, Milestone.REPLIED);
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int DAYS = 365;
    private static final int BATCH = 10_000;

    private final AnalyticsDriver analytics;
    private final JdbcTemplate batches;
    private final BindingsLifecycleController bindings;
    private final Recounts recounts;

    AnalyticsBench(
            TestKafka kafka,
            JdbcClient jdbc,
            JdbcTemplate batches,
            TransactionTemplate transactions,
            TestTokens tokens,
            BindingsLifecycleController bindings,
            Recounts recounts,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.batches = batches;
        this.bindings = bindings;
        this.recounts = recounts;
    }

    @Test
    void takesTransitionsOverFastEnough() {
        ingest(Math.min(TRANSITIONS, 8_000));
        var perSecond = ingest(TRANSITIONS);

        analytics.assertRecountAgrees();
        assertThat(perSecond).isGreaterThanOrEqualTo(LEAST_PER_SECOND);
    }

    /** Publishes while nobody listens, then measures how long the listeners take; returns transitions a second. */
    private double ingest(int transitions) {
        var consumers = RestingConsumers.of(bindings, "jobs-in-0");
        var before = analytics.ledger();
        var jobs = transitions / LIFE.size();
        for (var i = 0; i < jobs; i++) {
            var job = Ids.next();
            for (var milestone : LIFE) {
                var at = ClinicEvents.MORNING.plusSeconds(i % 86_400);
                JobChanged told = i % 2 == 0
                        ? analytics.changed(job, Channel.values()[i % 3], milestone, at)
                        : analytics.reminder(job, 1_000 + i, 5_000 + i, milestone, at);
                analytics.publish(told);
            }
        }
        var expected = before + jobs * LIFE.size();
        var begin = System.nanoTime();
        consumers.wake();
        // Counting the ledger costs the database something, too.
        await().pollInterval(Duration.ofMillis(250))
                .atMost(Duration.ofMinutes(10))
                .until(() -> analytics.ledger() == expected);
        var seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "analytics: %d transitions taken over in %.1f s: %.0f a second%n",
                jobs * LIFE.size(),
                seconds,
                jobs * LIFE.size() / seconds);
        return jobs * LIFE.size() / seconds;
    }

    @Test
    void showsAFunnelOverManyFactsInTime() {
        var jobs = FACTS / LIFE.size();
        var begin = System.nanoTime();
        for (var from = 0; from < jobs; from += BATCH) {
            fill(from, Math.min(jobs, from + BATCH));
        }
        print("filled %d facts".formatted(jobs * LIFE.size()), begin);
        begin = System.nanoTime();
        recounts.recount(analytics.organization);
        print("counted them again from the ledger", begin);

        for (var question : List.of("", "purpose", "channel", "template", "step", "language", "purpose,channel,day")) {
            funnel(question, jobs);
        }
    }

    private void funnel(String groupBy, int jobs) {
        var path =
                "/api/v1/analytics/funnel?from=" + FIRST + "&to=" + FIRST.plusDays(DAYS - 1) + "&group_by=" + groupBy;
        var begin = System.nanoTime();
        var answer = analytics.body(path);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("analytics: funnel by [%s] over %d jobs took %d ms%n", groupBy, jobs, took.toMillis());
        assertThat(answer.get("steps").get(0).get("jobs").asInt()).isEqualTo(jobs);
        assertThat(took).isLessThanOrEqualTo(LONGEST);
    }

    private static void print(String what, long begin) {
        System.out.printf(Locale.ROOT, "analytics: %s in %.1f s%n", what, (System.nanoTime() - begin) / 1e9);
    }

    /** Writes jobs into the ledger as they would stand there. */
    private void fill(int from, int to) {
        var jobs = new ArrayList<Object[]>();
        var facts = new ArrayList<Object[]>();
        for (var i = from; i < to; i++) {
            var id = Ids.next().toString();
            var channel = Channel.values()[i % 3].code();
            var purpose = i % 2 == 0 ? "appt_reminder" : "campaign_education";
            var language = i % 7 == 0 ? "es" : "en";
            var template = 1 + i % 20;
            var campaign = i % 2 == 0 ? 0 : 1 + i % 5;
            jobs.add(new Object[] {
                id,
                analytics.organization,
                channel,
                purpose,
                campaign,
                i % 4,
                template,
                1 + i % 3,
                language,
                "%s|%s|%d|%d|%d|%d|%s".formatted(channel, purpose, campaign, i % 4, template, 1 + i % 3, language)
            });
            // As time goes by, so do days: the jobs of one lie beside each other.
            var day = FIRST.plusDays((long) i * DAYS / (FACTS / LIFE.size()));
            for (var milestone : LIFE) {
                facts.add(new Object[] {
                    id, milestone.code(), analytics.organization, channel, purpose, day, day + " 15:00:00"
                });
            }
        }
        analytics.write(() -> {
            batches.batchUpdate(
                    "INSERT INTO stat_jobs (job_id, organization_id, channel, purpose, campaign_id, step, template_id,"
                            + " template_version, language, slice) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, MD5(?))",
                    jobs);
            batches.batchUpdate(
                    "INSERT INTO job_milestones (job_id, milestone, organization_id, provider_id, channel, purpose,"
                            + " stat_date, occurred_at) VALUES (?, ?, ?, 0, ?, ?, ?, ?)",
                    facts);
        });
    }
}
