package com.ovhi.outreach.analytics.fact;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From events to numbers: each milestone of each job once. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class CountingServiceTests {

    private static final Instant LATE_IN_PHOENIX = Instant.parse("2026-03-03T02:00:00Z");

    private final AnalyticsDriver analytics;

    CountingServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
    }

    @Test
    void aProviderToldLateIsThatOfEarlierFactsToo() {
        var job = Ids.next();
        analytics.publish(analytics.changed(job, 7_001, null, Channel.SMS, Milestone.SCHEDULED, MORNING));
        analytics.awaitLedger(1);
        analytics.publish(analytics.changed(job, 7_001, 1_454L, Channel.SMS, Milestone.SENT, MORNING));
        analytics.awaitLedger(2);

        assertThat(analytics.labels(analytics.stats("group_by=provider"))).containsExactly("1454");
        analytics.assertRecountAgrees();
    }

    @Test
    void milestonesBecomeCounts() {
        analytics.zone("America/New_York");
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.PROCESSING, Milestone.SENT, Milestone.DELIVERED);
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT, Milestone.UNDER_REVIEW, Milestone.BOUNCED);
        analytics.job(
                Channel.EMAIL,
                Milestone.SCHEDULED,
                Milestone.SENT,
                Milestone.DELIVERED,
                Milestone.OPENED,
                Milestone.CLICKED);
        analytics.job(Channel.EMAIL, Milestone.SCHEDULED, Milestone.CANCELLED);
        analytics.job(Channel.WHATSAPP, Milestone.SCHEDULED, Milestone.EXPIRED);
        analytics.job(Channel.WHATSAPP, Milestone.SCHEDULED, Milestone.FAILED);
        analytics.awaitLedger(17);

        var stats = analytics.stats("group_by=channel");

        assertThat(analytics.labels(stats)).containsExactly("email", "sms", "whatsapp");
        var totals = stats.get("totals");
        assertThat(totals.get("scheduled_count").asInt()).isEqualTo(6);
        assertThat(totals.get("sent_count").asInt()).isEqualTo(3);
        assertThat(totals.get("delivered_count").asInt()).isEqualTo(2);
        assertThat(totals.get("opened_count").asInt()).isEqualTo(1);
        assertThat(totals.get("clicked_count").asInt()).isEqualTo(1);
        assertThat(totals.get("bounced_count").asInt()).isEqualTo(1);
        assertThat(totals.get("cancelled_count").asInt()).isEqualTo(1);
        assertThat(totals.get("expired_count").asInt()).isEqualTo(1);
        assertThat(totals.get("failed_count").asInt()).isEqualTo(1);
        assertThat(stats.get("rates").get("delivery_rate").asDouble()).isEqualTo(0.6667);
        assertThat(analytics
                        .stats("channel=sms")
                        .get("totals")
                        .get("sent_count")
                        .asInt())
                .isEqualTo(2);
        assertThat(analytics
                        .stats("provider_id=1454")
                        .get("totals")
                        .get("sent_count")
                        .asInt())
                .isEqualTo(3);
        assertThat(analytics
                        .stats("provider_id=1")
                        .get("totals")
                        .get("sent_count")
                        .asInt())
                .isZero();
        assertThat(analytics.stats("purpose=lab_ready").get("rows").size()).isZero();
    }

    @Test
    void aDayBelongsToTheOrganisationsZone() {
        analytics.zone("America/Phoenix");
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SENT, LATE_IN_PHOENIX));
        analytics.awaitLedger(1);

        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-02");
    }

    @Test
    void withoutAZoneTheDayIsInUtc() {
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SENT, LATE_IN_PHOENIX));
        analytics.awaitLedger(1);

        assertThat(analytics.labels(analytics.stats("group_by=day"))).containsExactly("2026-03-03");
    }

    @Test
    void aMilestoneCountsOnceHoweverOftenItIsTold() {
        var job = Ids.next();
        var sent = analytics.changed(job, Channel.SMS, Milestone.SENT, MORNING);
        var id = UUID.randomUUID().toString();
        for (var i = 0; i < 3; i++) {
            analytics.publish(sent);
            analytics.kafka.publish(Topics.JOB, "1", new EventHeaders(id, "job.changed", "test", MORNING, null), sent);
        }
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.DELIVERED, MORNING));
        analytics.awaitLedger(2);

        assertThat(analytics.stats("").get("totals").get("sent_count").asInt()).isEqualTo(1);
    }

    @Test
    void disorderAndDuplicatesGiveTheSameCounts() {
        var random = new Random(5);
        var events = new ArrayList<Object>();
        for (var i = 0; i < 12; i++) {
            var job = Ids.next();
            var channel = Channel.values()[i % 3];
            for (var milestone : List.of(Milestone.SCHEDULED, Milestone.SENT, Milestone.DELIVERED, Milestone.REPLIED)) {
                events.add(analytics.changed(job, channel, milestone, MORNING));
            }
            events.add(analytics.stop(job));
            events.add(analytics.unsubscribed(job, DeliveryState.COMPLAINED));
        }
        events.addAll(List.copyOf(events));
        Collections.shuffle(events, random);

        events.forEach(analytics::publish);

        analytics.awaitLedger(12 * 6);
        var totals = analytics.stats("").get("totals");
        for (var column : List.of("scheduled", "sent", "delivered", "replied", "unsubscribed", "complained")) {
            assertThat(totals.get(column + "_count").asInt()).as(column).isEqualTo(12);
        }
        analytics.assertRecountAgrees();
    }

    @Test
    void anUnsubscribeThatComesBeforeItsJobWaitsForIt() {
        var job = Ids.next();
        analytics.publish(analytics.stop(job));
        await().until(() -> analytics.waiting(job) == 1);

        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.SENT, MORNING));

        analytics.awaitLedger(2);
        assertThat(analytics.waiting(job)).isZero();
        assertThat(analytics.stats("").get("totals").get("unsubscribed_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void whatAMachineOpensIsNoEngagement() {
        var job = Ids.next();
        analytics.publish(analytics.changed(job, Channel.EMAIL, Milestone.SENT, MORNING));
        analytics.publish(analytics.opened(job, true));
        analytics.publish(analytics.opened(job, false));
        analytics.awaitLedger(2);

        var totals = analytics.stats("").get("totals");
        assertThat(totals.get("machine_opened_count").asInt()).isEqualTo(1);
        assertThat(totals.get("opened_count").asInt()).isZero();
    }

    @Test
    void aConfirmationIsCountedWithTheMessageItAnswers() {
        var job = Ids.next();
        analytics.publish(analytics.reply(job, Intent.CONFIRM));
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.SCHEDULED, MORNING));
        analytics.awaitLedger(2);

        assertThat(analytics.stats("").get("totals").get("confirmed_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void anyOtherReplyIsNoUnsubscribe() {
        var job = Ids.next();
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.SENT, MORNING));
        analytics.publish(analytics.reply(job, Intent.QUESTION));
        analytics.publish(analytics.unsubscribed(job, DeliveryState.OPENED));
        analytics.publish(analytics.stop(Ids.next()));
        analytics.publish(analytics.unsubscribed(job, DeliveryState.UNSUBSCRIBED));
        analytics.awaitLedger(2);

        assertThat(analytics.stats("").get("totals").get("unsubscribed_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void aRebuildCorrectsWhatWasSpoiled() {
        analytics.job(Channel.SMS, Milestone.SCHEDULED, Milestone.SENT);
        analytics.awaitLedger(2);
        analytics.write(() -> analytics
                .jdbc
                .sql("UPDATE comm_stats SET sent_count = 77 WHERE organization_id = ?")
                .param(analytics.organization)
                .update());
        assertThat(analytics.stats("").get("totals").get("sent_count").asInt()).isEqualTo(77);

        analytics.rebuild();

        assertThat(analytics.stats("").get("totals").get("sent_count").asInt()).isEqualTo(1);
    }
}
