package com.ovhi.outreach.analytics.fact;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Facts lie on the days of their organisation's zone, though that is learned late. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class RedatingServiceTests {

    private final AnalyticsDriver analytics;
    private final Counting counting;
    private final OrganizationZones zones;

    RedatingServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            Counting counting,
            OrganizationZones zones,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.counting = counting;
        this.zones = zones;
    }

    @Test
    void aZoneLearnedLateDatesTheFactsAgain() {
        var late = MORNING.plusSeconds(12 * 3_600);
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SCHEDULED, late));
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SCHEDULED, MORNING));
        analytics.awaitLedger(2);
        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-02", "2026-03-03");

        analytics.zone("America/Phoenix");

        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-02");
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SCHEDULED, late));
        analytics.awaitLedger(3);
        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-02");
        analytics.assertRecountAgrees();
    }

    /** Whoever counts a job while its organisation moves waits, and then counts in the new zone what was dated in the old. */
    @Test
    void countingWhileAnOrganisationMovesCountsOnTheNewDays() {
        var job = Ids.next();
        var late = MORNING.plusSeconds(12 * 3_600);
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.SCHEDULED, late));
        analytics.awaitLedger(1);
        var counted = new AtomicReference<CompletableFuture<Void>>();

        analytics.write(() -> {
            zones.exclude(analytics.organization);
            counted.set(CompletableFuture.runAsync(
                    () -> count(Stream.of(analytics.changed(job, Channel.SMS, Milestone.DELIVERED, late)))));
            await().during(Duration.ofMillis(700)).until(() -> !counted.get().isDone());
            analytics.updateOrganization("timezone = 'America/Phoenix'");
            zones.settle(analytics.organization);
        });
        counted.get().join();

        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-02");
        awaitDated();
        analytics.assertRecountAgrees();
    }

    /** More jobs than are dated at once, each of which reaches something else meanwhile. */
    @Test
    void countsAndLedgerAgreeWhileFactsAreDatedAgain() {
        var late = MORNING.plusSeconds(12 * 3_600);
        var jobs = Stream.generate(Ids::next).limit(1_300).toList();
        count(jobs.stream().map(job -> analytics.changed(job, Channel.SMS, Milestone.SCHEDULED, late)));
        var counted = CompletableFuture.runAsync(() -> {
            for (var i = 0; i < jobs.size(); i += 50) {
                count(jobs.subList(i, i + 50).stream()
                        .map(job -> analytics.changed(job, Channel.SMS, Milestone.SENT, late)));
            }
        });

        analytics.write(() -> analytics.updateOrganization("timezone = 'America/Phoenix'"));
        awaitDated();
        counted.join();

        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-02");
        assertThat(analytics.stats("").get("totals").get("sent_count").asInt()).isEqualTo(jobs.size());
        analytics.assertRecountAgrees();
    }

    private void count(Stream<JobChanged> changes) {
        counting.changed(changes.map(each -> new Event<>(
                        each, new EventHeaders(Ids.next().toString(), "job.changed", "test", each.occurredAt(), null)))
                .toList());
    }

    private void awaitDated() {
        await().until(() -> analytics
                        .jdbc
                        .sql("SELECT COUNT(*) FROM organizations WHERE organization_id = ? AND dated_to IS NULL"
                                + " AND timezone = counted_timezone")
                        .param(analytics.organization)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    @Test
    void whoCannotBeDatedAgainKeepsNobodyElseWaiting() {
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SCHEDULED, MORNING));
        analytics.awaitLedger(1);
        var broken = 5L;
        analytics.write(() -> analytics
                .jdbc
                .sql(
                        "INSERT INTO organizations (organization_id, timezone, counted_timezone) VALUES (?, 'Nowhere', 'UTC')")
                .param(broken)
                .update());
        try {
            analytics.zone("Asia/Tokyo");
        } finally {
            analytics.write(() -> analytics
                    .jdbc
                    .sql("DELETE FROM organizations WHERE organization_id = ?")
                    .param(broken)
                    .update());
        }
    }
}
