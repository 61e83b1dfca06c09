package com.ovhi.outreach.preference.imports;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ForkedService;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.PreferenceApplication;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The process dies by {@code kill -9} in the middle of a file. */
@ServiceTest(schema = "ovhi_preference")
class ImportKillServiceTests {

    private static final String SCHEMA = "ovhi_preference_kill";
    private static final int PATIENTS = 1_000;
    private static final int ROWS = 5_000;
    private static final Instant SAID = Instant.parse("2026-03-02T15:00:00Z");

    private final TestTokens tokens;

    ImportKillServiceTests(TestTokens tokens) {
        this.tokens = tokens;
    }

    @BeforeAll
    static void createSchema() {
        TestServers.database().createSchema(SCHEMA, SCHEMA, "test");
    }

    @Test
    void losesAndDoublesNothing() throws IOException, SQLException {
        var compliance = tokens.bearer(ORGANIZATION, "compliance");
        try (var first = ForkedService.startWithoutEvents(PreferenceApplication.class, SCHEMA)) {
            registerPatients();
            var answer = new Api(first.port(), tokens).post("/consent-imports", compliance, "text/csv", content());
            assertThat(answer.status()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> count("SELECT MAX(processed_rows) FROM consent_imports") > ROWS / 10);
            first.kill();
        }
        var recorded = count("SELECT COUNT(*) FROM consent_ledger");
        assertThat(recorded)
                .as("killed in the middle")
                .isBetween(1L, ROWS - 1L)
                .isEqualTo(count("SELECT MAX(processed_rows) FROM consent_imports"));

        try (var second = ForkedService.startWithoutEvents(PreferenceApplication.class, SCHEMA)) {
            await().atMost(Duration.ofSeconds(120))
                    .until(() -> count("SELECT COUNT(*) FROM consent_imports WHERE state = 'done'") == 1);
            var again = new Api(second.port(), tokens).post("/consent-imports", compliance, "text/csv", content());
            assertThat(again.status()).isEqualTo(200);
        }

        assertThat(count("SELECT MAX(accepted_rows) FROM consent_imports")).isEqualTo(ROWS);
        assertThat(count("SELECT COUNT(*) FROM consent_ledger")).isEqualTo(ROWS);
        assertThat(count("SELECT COUNT(DISTINCT import_row) FROM consent_ledger"))
                .isEqualTo(ROWS);
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.preference.v1'"))
                .as("one for each change of what holds")
                .isPositive()
                .isEqualTo(count("SELECT SUM(version) FROM patient_comm_prefs"));
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.audit.v1'"))
                .as("one for each row and one for the file")
                .isEqualTo(ROWS + 1L);
        assertThat(count("SELECT COUNT(*) FROM consent_import_chunks")).isZero();
    }

    private static String content() {
        return "patient_id,channel,class,action,effective_at,source,evidence_ref,wording_version,language\n"
                + IntStream.range(0, ROWS)
                        .mapToObj(i -> "%d,sms,marketing,%s,%s,paper-form,form/%d,2026-01,en%n"
                                .formatted(i % PATIENTS + 1, i % 3 == 0 ? "revoke" : "grant", SAID.plusSeconds(i), i))
                        .collect(Collectors.joining());
    }

    private static void registerPatients() throws SQLException {
        var rows = IntStream.rangeClosed(1, PATIENTS)
                .mapToObj(id -> "(" + id + "," + ORGANIZATION + ")")
                .collect(Collectors.joining(","));
        try (var connection = DriverManager.getConnection(TestServers.database().url(SCHEMA), SCHEMA, "test");
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO patient_comm_prefs (patient_id, organization_id) VALUES " + rows);
        }
    }

    private static long count(String query) throws SQLException {
        try (var connection = DriverManager.getConnection(TestServers.database().url(SCHEMA), SCHEMA, "test");
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
