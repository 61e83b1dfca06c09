package com.ovhi.outreach.scheduler.dispatch;

import static com.ovhi.outreach.scheduler.window.Windows.marketing;
import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static com.ovhi.outreach.scheduler.window.Windows.urgent;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.scheduler.queue.Route;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Behind a backlog every organisation has its share, and what has a pace keeps it. */
@ServiceTest(schema = "ovhi_scheduler")
class FairnessTests {

    private static final Route ROUTE = new Route(Lane.BULK, Channel.WHATSAPP);
    private static final long CROWD = 9_501;
    private static final long SMALL = 9_502;
    private static final long FIRST_OTHER = 9_700;
    private static final int OTHERS = 60;

    private final Dispatcher dispatcher;
    private final Dispatching dispatching;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final SettableClock clock;
    private final TestTokens tokens;
    private final TestKafka kafka;
    private final RestTestClient http;
    private final Instant now = SettableClock.START.plus(Duration.ofHours(3));

    FairnessTests(
            Dispatcher dispatcher,
            Dispatching dispatching,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock,
            TestTokens tokens,
            TestKafka kafka,
            @LocalServerPort int port) {
        this.dispatcher = dispatcher;
        this.dispatching = dispatching;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
        this.tokens = tokens;
        this.kafka = kafka;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @BeforeEach
    void nobodyElseDispatches() {
        dispatcher.stop();
        clock.set(now);
    }

    @AfterEach
    void theyAreGone() {
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM due_queue WHERE channel = 'whatsapp'"));
        put(CROWD, "organizations/" + CROWD, "{}");
        put(CROWD, "routine", "{}");
        put(CROWD, "campaigns/7", "{}");
        put(CROWD, "channels/whatsapp", "{}");
        dispatcher.start();
    }

    @Test
    void tenJobsOfOneDoNotWaitForFiftyThousandOfAnother() {
        add(CROWD, 50_000, now, null);
        add(SMALL, 10, now, null);

        var round = dispatching.dispatchDue(ROUTE, 200);

        assertThat(round.jobs()).isEqualTo(200);
        assertThat(dispatched(SMALL)).isEqualTo(10);
        assertThat(dispatched(CROWD)).isEqualTo(190);
    }

    /** With half a year of reminders nearly every organisation has something that waits, and few have something due. */
    @Test
    void thoseThatHaveNothingDueTakeNoShareAndAreNotAskedAgain() {
        for (var other = 0; other < OTHERS; other++) {
            add(FIRST_OTHER + other, 1, now.plus(Duration.ofHours(5)), null);
        }
        add(CROWD, 600, now, null);
        add(SMALL, 600, now.plusMillis(1), null);
        clock.set(now.plusSeconds(1));

        dispatching.dispatchDue(ROUTE, 200);

        assertThat(dispatched(CROWD)).isEqualTo(100);
        assertThat(dispatched(SMALL)).isEqualTo(100);
        // Once a second one of them also looks up who waits.
        var least = LongStream.range(0, 3)
                .map(_ -> selects(() -> dispatching.dispatchDue(ROUTE, 200)))
                .min();
        assertThat(least.orElseThrow()).as("statements of a later batch").isLessThan(20);
        assertThat(dispatched(CROWD)).isEqualTo(400);
        assertThat(dispatched(SMALL)).isEqualTo(400);
    }

    /** How many this transaction and what is inside it makes. */
    private long selects(Runnable work) {
        var made = transactions.execute(_ -> {
            var before = comSelect();
            work.run();
            return comSelect() - before;
        });
        return made == null ? Long.MAX_VALUE : made;
    }

    private long comSelect() {
        return jdbc.query("SHOW SESSION STATUS LIKE 'Com_select'", (row, _) -> Long.parseLong(row.getString("Value")))
                .getFirst();
    }

    @Test
    void aHeavierOrganisationHasALargerShare() {
        put(CROWD, "organizations/" + CROWD, "{\"weight\": 3}");
        add(CROWD, 400, now, null);
        add(SMALL, 400, now.plusMillis(1), null);
        clock.set(now.plusSeconds(1));

        dispatching.dispatchDue(ROUTE, 100);

        assertThat(dispatched(CROWD)).isEqualTo(75);
        assertThat(dispatched(SMALL)).isEqualTo(25);
    }

    @Test
    void aPacedOrganisationLeavesAtItsPaceAndHoldsNobodyUp() {
        put(CROWD, "organization", "{\"per_second\": 10}");
        add(CROWD, 50, now, null);
        add(SMALL, 5, now.plusMillis(1), null);
        clock.set(now.plusSeconds(1));

        dispatching.dispatchDue(ROUTE, 200);

        assertThat(dispatched(SMALL)).isEqualTo(5);
        assertThat(dispatched(CROWD)).as("one second of turns").isEqualTo(10);
        assertThat(count("organization_id = " + CROWD + " AND reason = 'paced' AND paced = 1"))
                .isEqualTo(40);
        clock.set(now.plusSeconds(3));
        dispatching.dispatchDue(ROUTE, 200);
        assertThat(dispatched(CROWD)).isBetween(20L, 21L);
        clock.set(now.plusSeconds(6));
        dispatching.dispatchDue(ROUTE, 200);
        assertThat(dispatched(CROWD)).as("each waits for its turn once").isEqualTo(50);
    }

    @Test
    void aPacedCampaignLeavesTheOthersOfItsOrganisationAlone() {
        put(CROWD, "campaigns/7", "{\"per_second\": 5}");
        add(CROWD, 20, now, 7L);
        add(CROWD, 20, now, 8L);

        dispatching.dispatchDue(ROUTE, 200);

        assertThat(count("campaign_id = 7 AND state = 'dispatched'")).isEqualTo(5);
        assertThat(count("campaign_id = 8 AND state = 'dispatched'")).isEqualTo(20);
    }

    @Test
    void routineMessagesHaveAPaceOfTheirOwnAndUrgentOnesNone() {
        put(CROWD, "organization", "{\"per_second\": 1}");
        put(CROWD, "routine", "{\"per_second\": 10}");
        add(CROWD, 50, now, null);
        dispatching.dispatchDue(ROUTE, 200);
        add("appt_reminder", Lane.PRIORITY, CROWD, 30, now, null, routine("America/New_York"));
        add("appt_reminder", Lane.PRIORITY, CROWD, 5, now, null, urgent("America/New_York"));

        dispatching.dispatchDue(new Route(Lane.PRIORITY, Channel.WHATSAPP), 200);

        assertThat(count("organization_id = " + CROWD + " AND lane = 'priority' AND state = 'dispatched'"))
                .as("one second of turns, not behind those of the campaign, and all that is urgent")
                .isEqualTo(15);
    }

    @Test
    void aProviderAccountIsSharedFairlyByWhoeverUsesIt() {
        put(CROWD, "channels/whatsapp", "{\"per_second\": 20}");
        add(CROWD, 200, now, null);
        add(SMALL, 6, now.plusMillis(1), null);
        clock.set(now.plusSeconds(1));

        dispatching.dispatchDue(ROUTE, 200);
        assertThat(dispatched(CROWD) + dispatched(SMALL)).isEqualTo(20);
        assertThat(dispatched(SMALL)).isEqualTo(6);
        assertThat(dispatching.dispatchDue(ROUTE, 200)).isEqualTo(new Dispatching.Round(0, true));
        clock.set(now.plusSeconds(2));
        dispatching.dispatchDue(ROUTE, 200);

        assertThat(dispatched(CROWD) + dispatched(SMALL)).isEqualTo(40);
    }

    @Test
    void anAccountsPaceBindsRemindersTooAndLeavesThemTheReserveButNothingUrgent() {
        put(CROWD, "channels/whatsapp", "{\"per_second\": 20}");
        add(CROWD, 100, now, null);
        add("appt_reminder", Lane.PRIORITY, CROWD, 100, now, null, routine("America/New_York"));
        add("urgent", Lane.URGENT, CROWD, 30, now, null, urgent("America/New_York"));

        dispatching.dispatchDue(ROUTE, 200);
        dispatching.dispatchDue(new Route(Lane.PRIORITY, Channel.WHATSAPP), 200);
        dispatching.dispatchDue(new Route(Lane.URGENT, Channel.WHATSAPP), 200);

        assertThat(leftBy("bulk")).isEqualTo(20);
        assertThat(leftBy("priority")).as("half a second more").isEqualTo(10);
        assertThat(leftBy("urgent")).isEqualTo(30);
    }

    @Test
    void whatMayLeaveOnceInTenSecondsDoesLeaveOnceInTenSeconds() {
        put(CROWD, "channels/whatsapp", "{\"per_second\": 0.1}");
        add(CROWD, 5, now, null);

        dispatching.dispatchDue(ROUTE, 200);
        assertThat(leftBy("bulk")).isEqualTo(1);
        clock.set(now.plusSeconds(9));
        dispatching.dispatchDue(ROUTE, 200);
        assertThat(leftBy("bulk")).isEqualTo(1);
        clock.set(now.plusSeconds(10));
        dispatching.dispatchDue(ROUTE, 200);
        assertThat(leftBy("bulk")).isEqualTo(2);
    }

    private long leftBy(String lane) {
        return count("organization_id = " + CROWD + " AND lane = '" + lane + "' AND state = 'dispatched'");
    }

    @Test
    void whoSetsAPaceStandsInTheAuditLog() {
        put(CROWD, "campaigns/7", "{\"per_second\": 5.5}");
        put(CROWD, "channels/whatsapp", "{\"per_second\": 20}");

        var own = audited("campaign:" + CROWD + ":7", "5.5");
        assertThat(own.organizationId()).isEqualTo(CROWD);
        assertThat(own.actor()).isNotBlank();
        assertThat(own.details()).containsEntry("weight", "1");
        assertThat(audited("channel:whatsapp", "20.0").organizationId()).isNull();
    }

    private AuditRecorded audited(String scope, String perSecond) {
        return kafka.await(
                Topics.AUDIT,
                AuditRecorded.class,
                entry -> scope.equals(entry.details().get("scope"))
                        && perSecond.equals(entry.details().get("per_second")));
    }

    @Test
    void aPaceThatMakesNoSenseIsRefused() {
        for (var body :
                new String[] {"{\"per_second\": 0}", "{\"per_second\": -1}", "{\"per_second\": 1e9}", "{\"weight\": 0}"
                }) {
            request(CROWD, "organizations/" + CROWD, body).expectStatus().isBadRequest();
        }
        request(CROWD, "channels/pigeon", "{\"weight\": 1}").expectStatus().isNotFound();
    }

    @Test
    void whatIsAtTheExpenseOfOthersIsNotForOneOrganisationToSet() {
        for (var path : new String[] {"channels/email", "organizations/" + CROWD}) {
            http.put()
                    .uri("/api/v1/paces/" + path)
                    .header("Authorization", tokens.bearer(CROWD, "ops"))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"per_second\": 0.01}")
                    .exchange()
                    .expectStatus()
                    .isForbidden();
        }
        request(CROWD, "organization", "{\"weight\": 1000}").expectStatus().isForbidden();
        request(CROWD, "organization", "{\"weight\": 1, \"per_second\": 50}")
                .expectStatus()
                .isOk();
    }

    private void put(long organization, String path, String body) {
        request(organization, path, body).expectStatus().isOk();
    }

    private RestTestClient.ResponseSpec request(long organization, String path, String body) {
        return http.put()
                .uri("/api/v1/paces/" + path)
                .header("Authorization", shared(path) ? tokens.service() : tokens.bearer(organization, "ops"))
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange();
    }

    private static boolean shared(String path) {
        return path.startsWith("channels/") || path.startsWith("organizations/");
    }

    private long dispatched(long organization) {
        return count("organization_id = " + organization + " AND state = 'dispatched'");
    }

    private long count(String condition) {
        var count = transactions.execute(
                _ -> jdbc.queryForObject("SELECT COUNT(*) FROM due_queue WHERE " + condition, Long.class));
        return count == null ? 0 : count;
    }

    private void add(long organization, int jobs, Instant dueAt, @Nullable Long campaign) {
        add("campaign_education", Lane.BULK, organization, jobs, dueAt, campaign, marketing("America/New_York"));
    }

    private void add(
            String purpose,
            Lane lane,
            long organization,
            int jobs,
            Instant dueAt,
            @Nullable Long campaign,
            SendWindow sendWindow) {
        var window = ContractJson.writeText(sendWindow);
        var due = Timestamp.from(dueAt);
        var expires = Timestamp.from(dueAt.plus(Duration.ofDays(1)));
        transactions.executeWithoutResult(_ -> jdbc.batchUpdate(
                """
                INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                    expires_at, send_window, content, campaign_id, state)
                VALUES (?, ?, ?, ?, ?, 'whatsapp', ?, ?, ?, ?, 'c2VhbGVk', ?, 'waiting')""",
                IntStream.range(0, jobs)
                        .mapToObj(i -> new @Nullable Object[] {
                            Ids.next().toString(),
                            Ids.next().toString(),
                            organization,
                            5_000_000 + i,
                            purpose,
                            lane.code(),
                            due,
                            expires,
                            window,
                            campaign
                        })
                        .toList()));
    }
}
