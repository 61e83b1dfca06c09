package com.ovhi.outreach.optimizer.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
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
        messages(74, 316_000, "a", 300, 60, 0, "en-US", "18-30");
        messages(74, 317_000, "b", 300, 150, 0, "en-US", "18-30");
        messages(74, 318_000, "a", 100, 60, 0, "es", "51-64");
        messages(74, 319_000, "b", 100, 20, 0, "es", "51-64");

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
        messages(campaign, firstPatient, variant, number, answered, stopped, "en", null);
    }

    private void messages(
            long campaign,
            long firstPatient,
            String variant,
            int number,
            int answered,
            int stopped,
            String language,
            @Nullable String ageBand) {
        var at = Timestamp.from(clock.instant().minus(Duration.ofDays(5)));
        var jobs = new ArrayList<Object[]>();
        var patients = new ArrayList<Object[]>();
        var stops = new ArrayList<Object[]>();
        for (var i = 0; i < number; i++) {
            var patient = firstPatient + i;
            patients.add(new Object[] {patient, ORGANIZATION, language, ageBand});
            jobs.add(new Object[] {
                Ids.next().toString(), patient, ORGANIZATION, at, i < answered ? at : null, at, campaign, variant
            });
            if (i < stopped) {
                stops.add(new Object[] {Ids.next().toString(), patient, ORGANIZATION, at});
            }
        }
        transactions.executeWithoutResult(_ -> {
            jdbc.batchUpdate(
                    "INSERT INTO engagement_patients (patient_id, organization_id, language, age_band)"
                            + " VALUES (?, ?, ?, ?)",
                    patients);
            jdbc.batchUpdate(
                    "INSERT INTO engagement_jobs (job_id, patient_id, organization_id, channel, purpose, sent_at,"
                            + " responded_at, recorded_at, campaign_id, step, variant)"
                            + " VALUES (?, ?, ?, 'sms', 'campaign_education', ?, ?, ?, ?, 1, ?)",
                    jobs);
            jdbc.batchUpdate(
                    "INSERT INTO engagement_opt_outs (inbound_id, patient_id, organization_id, stopped_at)"
                            + " VALUES (?, ?, ?, ?)",
                    stops);
        });
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
