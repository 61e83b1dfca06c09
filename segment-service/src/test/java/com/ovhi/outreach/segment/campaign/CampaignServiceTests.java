package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Campaigns from a draft to requests, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class CampaignServiceTests {

    private static final LocalDate ADULT = LocalDate.of(1980, 5, 1);
    private static final String EVERYBODY = "true";
    private static final String EDUCATION = "{\"purpose\": \"campaign_education\", \"offset\": \"PT0S\"}";

    private final TestKafka kafka;
    private final TestTokens tokens;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final CampaignPoller poller;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final OvhiFeed feed;
    private final int port;

    CampaignServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            FieldCipher cipher,
            CampaignPoller poller,
            JdbcClient jdbc,
            TransactionOperations transactions,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.tokens = tokens;
        this.clock = clock;
        this.cipher = cipher;
        this.poller = poller;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.port = port;
        feed = new OvhiFeed(kafka);
    }

    @AfterEach
    void resetTime() {
        clock.set(SettableClock.START);
    }

    @Test
    void asksForEveryMemberWhoOptedInOnce() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var open = feed.patient(organization, "en", ADULT);
        var closed = feed.patient(organization, "en", ADULT);
        feed.preference(organization, open, 1, "en", Channel.EMAIL);
        feed.preference(organization, closed, 1, "en");
        var segment = segmentOf(api, 2, 1);
        var campaign = campaign(api, segment, EDUCATION, ", \"end_date\": \"2026-03-31\"");

        assertThat(activate(api, campaign)).isEqualTo("active");
        assertThat(activate(api, campaign)).isEqualTo("active");

        awaitCounts(api, campaign, 2, 1, 1);
        var request = requests(campaign).getFirst();
        assertThat(request.patientId()).isEqualTo(open);
        assertThat(request.organizationId()).isEqualTo(organization);
        assertThat(request.purpose()).isEqualTo(Purpose.CAMPAIGN_EDUCATION);
        assertThat(request.occasionKey()).isEqualTo("campaign/" + campaign + "/step/1");
        assertThat(request.expiresAt()).isEqualTo(SettableClock.START.plus(Duration.ofDays(7)));
        assertThat(request.urgent()).isFalse();
        assertThat(api.get("/api/v1/campaigns/" + campaign)
                        .at("/steps/0/offset")
                        .asString())
                .isEqualTo("PT0S");
        assertThat(cipher.open(Objects.requireNonNull(request.variables()), "request|" + request.requestId()))
                .contains("\"clinic_name\":\"Clinic " + organization + "\"")
                .contains("\"clinic_phone\":\"+12125550100\"")
                .as("every message gets a portal link of its own where it is written")
                .doesNotContain("portal_url");
        assertThat(api.get("/api/v1/campaigns/" + campaign)
                        .at("/counts/skipped/no-marketing-opt-in")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void severalExpandersAskOnceEach() throws Exception {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        var patients = 1_200;
        insert(organization, patients);
        var segment = segmentOf(api, patients, patients);
        var campaign = campaign(api, segment, EDUCATION, "");

        try (var threads = Executors.newFixedThreadPool(4)) {
            activate(api, campaign);
            var runs = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(poller::expandDue))
                    .toList();
            for (var run : runs) {
                run.get();
            }
        }

        awaitCounts(api, campaign, patients, patients, 0);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(requests(campaign)).hasSize(patients));
        assertThat(requests(campaign).stream().map(OutreachRequested::patientId).distinct())
                .hasSize(patients);
        assertThat(requests(campaign).getFirst().expiresAt()).isEqualTo(SettableClock.START.plus(Duration.ofDays(7)));
    }

    @Test
    void anExpansionThatWasCutOffGoesOnWithoutAskingAgain() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        register(organization, 5);
        var segment = segmentOf(api, 5, 5);
        var campaign = campaign(api, segment, EDUCATION, "");
        activate(api, campaign);
        awaitCounts(api, campaign, 5, 5, 0);
        await().untilAsserted(() -> assertThat(requests(campaign)).hasSize(5));

        transactions.executeWithoutResult(
                status -> jdbc.sql("UPDATE comm_campaigns SET expanded_at = NULL, enrolled_through = 0 WHERE id = ?")
                        .param(campaign)
                        .update());
        poller.expandDue();
        poller.expandDue();

        assertThat(requests(campaign)).hasSize(5);
        awaitCounts(api, campaign, 5, 5, 0);
    }

    @Test
    void aPausedCampaignAsksForNobodyUntilItGoesOn() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        register(organization, 3);
        var segment = segmentOf(api, 3, 3);
        var campaign = campaign(api, segment, EDUCATION, ", \"start_date\": \"2026-03-03\"");
        activate(api, campaign);
        assertThat(change(api, campaign, "pause", 200)).isEqualTo("paused");

        clock.advance(Duration.ofDays(1));
        poller.expandDue();
        awaitCounts(api, campaign, 0, 0, 0);

        activate(api, campaign);
        awaitCounts(api, campaign, 3, 3, 0);
        assertThat(change(api, campaign, "complete", 200)).isEqualTo("completed");
        change(api, campaign, "activate", 409);
        change(api, campaign, "pause", 409);
    }

    @Test
    void waitsForTheFirstDayAndForTheSegment() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        register(organization, 2);
        var segment = segmentOf(api, 2, 2);
        var campaign = campaign(api, segment, EDUCATION, ", \"start_date\": \"2026-03-03\"");
        activate(api, campaign);
        poller.expandDue();
        awaitCounts(api, campaign, 0, 0, 0);

        clock.set(Instant.parse("2026-03-03T05:00:01Z"));

        awaitCounts(api, campaign, 2, 2, 0);
    }

    @Test
    void asksForTransactionalPurposesWithoutOptIn() {
        var organization = feed.organization("+12125550100");
        var api = api(organization);
        feed.patient(organization, "en", ADULT);
        var segment = segmentOf(api, 1, 0);
        var campaign = campaign(
                api,
                segment,
                "{\"purpose\": \"no_show\", \"channel\": \"sms\", \"template_id\": 4, \"condition\": null}",
                ", \"end_date\": \"2026-03-03\"");
        activate(api, campaign);

        awaitCounts(api, campaign, 1, 1, 0);
        var request = kafka.await(Topics.REQUEST, OutreachRequested.class, each -> belongs(each, campaign));
        assertThat(request.preferredChannel()).isEqualTo(Channel.SMS);
        assertThat(request.templateId()).isEqualTo(4);
        assertThat(request.expiresAt()).isEqualTo(Instant.parse("2026-03-04T05:00:00Z"));
    }

    private Api api(long organization) {
        return Api.of(port, tokens, organization);
    }

    private void register(long organization, int patients) {
        for (var i = 0; i < patients; i++) {
            feed.preference(organization, feed.patient(organization, "en", ADULT), 1, "en", Channel.SMS);
        }
    }

    /** As many as events would take long to tell of. */
    private void insert(long organization, int patients) {
        transactions.executeWithoutResult(status -> {
            for (var i = 0; i < patients; i++) {
                jdbc.sql("""
                                INSERT INTO patients (patient_id, organization_id, registered_at, marketing_sms)
                                VALUES (?, ?, UTC_TIMESTAMP(6), TRUE)""").params(OvhiFeed.id(), organization).update();
            }
        });
    }

    /** A segment of everybody, when all patients and all who opted in are known. */
    private static long segmentOf(Api api, int patients, int open) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(preview(api, EVERYBODY)).isEqualTo(patients);
            assertThat(preview(api, "{\"var\": \"marketing_opt_in\"}")).isEqualTo(open);
        });
        var segment = api.segment("Everybody", EVERYBODY);
        await().untilAsserted(() -> assertThat(api.get("/api/v1/segments/" + segment)
                        .path("patient_count")
                        .asLong())
                .isEqualTo(patients));
        return segment;
    }

    private static long preview(Api api, String rules) {
        return api.post("/api/v1/segments/preview", "{\"rules\": " + rules + "}", 200)
                .path("count")
                .asLong();
    }

    private static String body(long segment, String step, String more) {
        return "{\"name\": \"Flu shots\", \"segment_id\": " + segment + ", \"steps\": [" + step + "]" + more + "}";
    }

    private static long campaign(Api api, long segment, String step, String more) {
        return api.post("/api/v1/campaigns", body(segment, step, more), 201)
                .path("id")
                .asLong();
    }

    private static String activate(Api api, long campaign) {
        return change(api, campaign, "activate", 200);
    }

    private static String change(Api api, long campaign, String how, int status) {
        return api.post("/api/v1/campaigns/" + campaign + "/" + how, "{}", status)
                .path("status")
                .asString();
    }

    private static void awaitCounts(Api api, long campaign, int enrolled, int requested, int skipped) {
        await().untilAsserted(() -> {
            var counts = api.get("/api/v1/campaigns/" + campaign).path("counts");
            assertThat(counts.path("enrolled").asInt()).isEqualTo(enrolled);
            assertThat(counts.path("requested").asInt()).isEqualTo(requested);
            assertThat(counts.path("skipped").path("no-marketing-opt-in").asInt(0))
                    .isEqualTo(skipped);
        });
    }

    private List<OutreachRequested> requests(long campaign) {
        return kafka.events(Topics.REQUEST, OutreachRequested.class).stream()
                .filter(each -> belongs(each, campaign))
                .toList();
    }

    private static boolean belongs(OutreachRequested request, long campaign) {
        return Objects.equals(request.campaignId(), campaign);
    }
}
