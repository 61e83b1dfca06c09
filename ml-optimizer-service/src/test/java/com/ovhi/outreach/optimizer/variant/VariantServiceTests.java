package com.ovhi.outreach.optimizer.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** From messages of a campaign to the shares of its wordings. */
@ServiceTest(schema = "ovhi_optimizer")
class VariantServiceTests {

    private static final long ORGANIZATION = 31;

    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final TestTokens tokens;
    private final RestTestClient http;

    VariantServiceTests(
            SettableClock clock,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            @LocalServerPort int port) {
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tokens = tokens;
        http = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    @Test
    void sharesByWhatWasAnsweredAndClosesWhatDrivesPatientsAway() {
        messages(71, 310_000, "a", 100, 10, 0);
        messages(71, 311_000, "b", 100, 40, 0);
        messages(71, 312_000, "c", 100, 60, 30);

        var shares = shares("campaign_id=71&variant=a&variant=b&variant=c&step=1", 200);

        assertThat(shares.at("/0/variant").asString()).isEqualTo("a");
        assertThat(shares.at("/1/share").asDouble()).isGreaterThan(0.8);
        assertThat(shares.at("/2/closed").asBoolean()).isTrue();
        assertThat(shares.at("/2/share").asDouble()).isZero();
        assertThat(shares("campaign_id=71&variant=a&variant=b&step=2", 200)
                        .at("/0/share")
                        .asDouble())
                .isEqualTo(0.5, within(0.05));
        assertThat(shares("campaign_id=71&variant=a&variant=b&language=es", 200)
                        .at("/1/share")
                        .asDouble())
                .as("nobody of them is known")
                .isGreaterThan(0.5);
    }

    @Test
    void sharesByWhatPatientsOfALanguageAndAgeAnswer() {
        messages(CampaignMessages.of(74, 316_000, "a", 300, 60, 0).to("en-US", "18-30"));
        messages(CampaignMessages.of(74, 317_000, "b", 300, 150, 0).to("en-US", "18-30"));
        messages(CampaignMessages.of(74, 318_000, "a", 100, 60, 0).to("es", "51-64"));
        messages(CampaignMessages.of(74, 319_000, "b", 100, 20, 0).to("es", "51-64"));

        assertThat(shareOfB("")).isGreaterThan(0.8);
        assertThat(shareOfB("&language=en")).isGreaterThan(0.8);
        assertThat(shareOfB("&language=es")).isLessThan(0.2);
        assertThat(shareOfB("&age_band=51-64")).isLessThan(0.2);
        assertThat(shareOfB("&language=es&age_band=18-30")).as("nobody is both").isGreaterThan(0.5);
    }

    private double shareOfB(String cohort) {
        return shares("campaign_id=74&variant=a&variant=b" + cohort, 200)
                .at("/1/share")
                .asDouble();
    }

    @Test
    void countsNothingThatMayStillBeAnsweredNorOthersMessages() {
        messages(72, 313_000, "a", 50, 25, 0);
        transactions.executeWithoutResult(_ -> jdbc.update(
                "UPDATE engagement_jobs SET sent_at = ?, responded_at = NULL WHERE campaign_id = 72",
                Timestamp.from(clock.instant().minusSeconds(60))));

        assertThat(shares("campaign_id=72&variant=a&variant=b", 200)
                        .at("/0/rate")
                        .asDouble())
                .isEqualTo(0.5, within(1e-6));
    }

    /** B is answered more often, but A got more of the newest messages, whose silences nobody can know yet. */
    @Test
    void countsNoFreshAnswersWithoutTheFreshSilences() {
        messages(75, 320_000, "a", 100, 20, 0);
        messages(75, 321_000, "b", 100, 25, 0);
        var anHourAgo = Duration.ofHours(1);
        messages(CampaignMessages.of(75, 322_000, "a", 90, 18, 0).sent(anHourAgo, Duration.ofMinutes(5)));
        messages(CampaignMessages.of(75, 323_000, "b", 10, 3, 0).sent(anHourAgo, Duration.ofMinutes(5)));

        var shares = shares("campaign_id=75&variant=a&variant=b", 200);

        assertThat(shares.at("/1/share").asDouble())
                .isGreaterThan(shares.at("/0/share").asDouble());
    }

    /** A is as good as B, but its messages are older, so that more late answers to them are known. */
    @Test
    void comparesWhatHappenedInTheSameTimeAfterTheSending() {
        messages(CampaignMessages.of(76, 324_000, "a", 200, 100, 0).sent(Duration.ofDays(5), Duration.ofHours(26)));
        messages(CampaignMessages.of(76, 325_000, "b", 200, 0, 0).sent(Duration.ofHours(25), Duration.ZERO));

        var shares = shares("campaign_id=76&variant=a&variant=b", 200);

        assertThat(shares.at("/0/share").asDouble()).isEqualTo(0.5, within(0.05));
    }

    /** So it is with those who leave late. */
    @Test
    void closesNothingBecauseItsMessagesAreOlder() {
        messages(CampaignMessages.of(77, 326_000, "a", 300, 0, 30).sent(Duration.ofDays(5), Duration.ofHours(26)));
        messages(CampaignMessages.of(77, 327_000, "b", 300, 0, 0).sent(Duration.ofHours(25), Duration.ZERO));

        assertThat(shares("campaign_id=77&variant=a&variant=b", 200))
                .noneMatch(each -> each.at("/closed").asBoolean());
    }

    /** For each message an organisation's opt-outs of some days, or all of them, would be too many. */
    @Test
    void looksUpOptOutsByPatient() {
        messages(78, 328_000, "a", 300, 0, 300);

        var plan = transactions.execute(_ -> JdbcClient.create(jdbc)
                .sql("EXPLAIN " + Variants.COUNTS)
                .param("campaign", 78)
                .param("organization", ORGANIZATION)
                .param("names", List.of("a", "b"))
                .param("step", null)
                .param("mature", Timestamp.from(clock.instant()))
                .param("language", null)
                .param("age_band", null)
                .query()
                .listOfRows());

        // MariaDB explains in a table, MySQL 9 in a tree.
        assertThat(String.valueOf(plan))
                .containsPattern("(table=opted_out[^}]*, key=|opted_out using )idx_engagement_opt_outs_patient_id");
    }

    @Test
    void sharesNothingWhereNothingShallBeLearned() {
        messages(73, 314_000, "a", 100, 10, 0);
        messages(73, 315_000, "b", 100, 60, 0);
        assertThat(share("b")).isGreaterThan(0.8);

        enabled(false);
        try {
            assertThat(shares("campaign_id=73&variant=a&variant=b", 200)).isEmpty();
        } finally {
            enabled(true);
        }
        assertThat(share("b")).isGreaterThan(0.8);
    }

    private double share(String variant) {
        for (var each : shares("campaign_id=73&variant=a&variant=b", 200)) {
            if (each.at("/variant").asString().equals(variant)) {
                return each.at("/share").asDouble();
            }
        }
        throw new AssertionError("No share of " + variant);
    }

    private void enabled(boolean enabled) {
        transactions.executeWithoutResult(_ -> jdbc.update(
                "INSERT INTO optimizer_settings (organization_id, enabled) VALUES (?, ?)"
                        + " ON DUPLICATE KEY UPDATE enabled = VALUES(enabled)",
                ORGANIZATION,
                enabled));
    }

    @Test
    void refusesWhatCannotBeShared() {
        shares("campaign_id=71&variant=a", 400);
        shares("campaign_id=71&variant=a&variant=a", 400);
        shares("campaign_id=71&variant=a&variant=b'--", 400);
        shares("campaign_id=x&variant=a&variant=b", 400);
        shares("variant=a&variant=b", 400);
    }

    private void messages(long campaign, long firstPatient, String variant, int number, int answered, int stopped) {
        messages(CampaignMessages.of(campaign, firstPatient, variant, number, answered, stopped));
    }

    private void messages(CampaignMessages messages) {
        transactions.executeWithoutResult(_ -> messages.insert(jdbc, ORGANIZATION, clock.instant()));
    }

    private JsonNode shares(String query, int status) {
        var body = http.get()
                .uri("/api/v1/variants?" + query)
                .header("Authorization", tokens.bearer(ORGANIZATION, "campaign-manager"))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return ContractJson.mapper().readTree(String.valueOf(body));
    }
}
