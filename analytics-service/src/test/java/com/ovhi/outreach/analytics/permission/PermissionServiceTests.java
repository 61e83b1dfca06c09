package com.ovhi.outreach.analytics.permission;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From preferences to numbers. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class PermissionServiceTests {

    private final AnalyticsDriver analytics;

    PermissionServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
    }

    @Test
    void changesAreReadFromNeighbouringVersionsInWhicheverOrderTheyCome() {
        var late = MORNING.plusSeconds(86_400);
        tell(1, 3, true, false, late);
        tell(1, 1, true, true, MORNING);
        tell(1, 2, false, false, MORNING.plusSeconds(60));
        tell(1, 2, false, false, MORNING.plusSeconds(60));
        tell(2, 1, true, false, MORNING);
        await().until(() -> states() == 4);

        var answer = analytics.body("/api/v1/analytics/permissions?from=2026-03-01&to=2026-03-05");

        assertThat(answer.get("rows")
                        .valueStream()
                        .map(row -> row.get("day").asString() + " "
                                + row.get("marketing").asBoolean() + " "
                                + row.get("opted_out").asInt() + " "
                                + row.get("opted_in").asInt()))
                .containsExactly("2026-03-02 false 1 0", "2026-03-02 true 1 0", "2026-03-03 false 0 1");
        assertThat(answer.get("opted_out").asInt()).isEqualTo(2);
        assertThat(answer.get("opted_in").asInt()).isEqualTo(1);
        assertThat(analytics
                        .body("/api/v1/analytics/permissions?from=2026-03-04&to=2026-03-05")
                        .get("rows")
                        .size())
                .isZero();
        analytics
                .get("/api/v1/analytics/permissions?from=2026-03-04", analytics.organization, "ops")
                .expectStatus()
                .isBadRequest();
    }

    @ParameterizedTest
    @CsvSource({
        // the patient's own word, wherever they are reached
        "opted-out, hash, 1",
        "opted-out, another hash, 1",
        // what was said at an address is the patient's once it is theirs
        "suppressed-stop, hash, 1",
        "suppressed-complaint, hash, 1",
        "suppressed-unsubscribe, hash, 1",
        "suppressed-stop, another hash, 0",
        "suppressed-complaint, another hash, 0",
        "suppressed-unsubscribe, another hash, 0",
        // nobody's wish
        "suppressed-bounce, hash, 0",
        "not-allowed, hash, 0",
        "no-address, , 0"
    })
    void anOptOutIsWhatIsThePatientsOwn(String reason, @Nullable String addressHash, int optOuts) {
        tell(3, 1, new Permission(true, true, "hash", null), null);
        tell(3, 2, new Permission(false, false, addressHash, null, reason), null);
        await().until(() -> states() == 2);

        assertThat(optOuts())
                .as("of messages about their care and of marketing")
                .isEqualTo(2 * optOuts);
    }

    @ParameterizedTest
    @CsvSource({"hash, 1", "another hash, 0"})
    void marketingIsTakenBackWhereItWasAllowed(String addressHash, int optOuts) {
        tell(4, 1, new Permission(true, true, "hash", null), null);
        tell(4, 2, new Permission(true, false, addressHash, null), null);
        await().until(() -> states() == 2);

        assertThat(optOuts()).isEqualTo(optOuts);
    }

    /** It was counted under the record that was given up. */
    @Test
    void whatIsTakenOverFromAnotherRecordIsNotCountedAgain() {
        tell(5, 1, new Permission(true, true, "hash", null), null);
        tell(5, 2, new Permission(false, false, "hash", null, "opted-out"), 7L);
        tell(5, 3, new Permission(false, false, "hash", null, "opted-out"), null);
        await().until(() -> states() == 3);

        assertThat(optOuts()).isZero();
    }

    /** Of the test's organisation. */
    private int optOuts() {
        return analytics
                .body("/api/v1/analytics/permissions?from=2026-03-01&to=2026-03-05")
                .get("opted_out")
                .asInt();
    }

    private void tell(long patient, long version, boolean transactional, boolean marketing, Instant at) {
        tell(patient, version, new Permission(transactional, marketing, null, null), at, null);
    }

    private void tell(long patient, long version, Permission sms, @Nullable Long mergedFrom) {
        tell(patient, version, sms, MORNING.plusSeconds(version), mergedFrom);
    }

    private void tell(long patient, long version, Permission sms, Instant at, @Nullable Long mergedFrom) {
        analytics.kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        analytics.organization * 10 + patient,
                        analytics.organization,
                        version,
                        List.of("America/New_York"),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(Channel.SMS, sms),
                        at,
                        null,
                        null,
                        null,
                        null,
                        mergedFrom));
    }

    private int states() {
        return analytics
                .jdbc
                .sql("SELECT COUNT(*) FROM permission_states WHERE organization_id = ?")
                .param(analytics.organization)
                .query(Integer.class)
                .single();
    }
}
