package com.ovhi.outreach.preference.optout;

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
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The process dies by {@code kill -9} again and again, at times nobody chose, while patients opt out. */
@ServiceTest(schema = "ovhi_preference")
class OptOutKillServiceTests {

    private static final String SCHEMA = "ovhi_preference_opt_out_kill";
    private static final int PATIENTS = 200;
    private static final int REQUESTS = 900;
    private static final int CALLERS = 4;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestTokens tokens;
    private final JdbcTemplate jdbc;
    private final Random random = new Random();
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Integer> repeated = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Api> apis = new ConcurrentHashMap<>();
    private volatile int port;

    OptOutKillServiceTests(TestTokens tokens) {
        this.tokens = tokens;
        TestServers.database().createSchema(SCHEMA, SCHEMA, "test");
        jdbc = new JdbcTemplate(
                new DriverManagerDataSource(TestServers.database().url(SCHEMA), SCHEMA, "test"));
    }

    @Test
    void losesNothingThatWasAnsweredAndLeavesNothingHalfDone() throws IOException, InterruptedException {
        var service = ForkedService.startWithoutEvents(PreferenceApplication.class, SCHEMA);
        port = service.port();
        register();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            IntStream.range(0, CALLERS).forEach(each -> callers.execute(this::call));
            for (var kill = 1; kill <= KILLS; kill++) {
                var enough = REQUESTS * kill / (KILLS + 1) + random.nextInt(REQUESTS / (KILLS + 2));
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> acknowledged.size() >= enough);
                service.kill();
                assertThat(acknowledged.size()).as("killed in the middle").isLessThan(REQUESTS);
                service = ForkedService.startWithoutEvents(PreferenceApplication.class, SCHEMA);
                port = service.port();
            }
            await().atMost(PATIENCE).until(() -> acknowledged.size() == REQUESTS);
        } finally {
            service.close();
        }

        assertThat(repeated).as("some were under way when the process died").isNotEmpty();
        var lines = jdbc.query(
                "SELECT evidence_ref, COUNT(*) AS n, COUNT(DISTINCT consent_class) AS classes"
                        + " FROM consent_ledger WHERE action = 'revoke' GROUP BY evidence_ref",
                (row, n) -> new Lines(row.getString("evidence_ref"), row.getInt("n"), row.getInt("classes")));
        assertThat(lines).as("nothing is lost").hasSize(REQUESTS);
        assertThat(lines).as("nothing is half done").allMatch(each -> each.classes() == 2 && each.count() % 2 == 0);
        assertThat(lines)
                .as("nothing is doubled but by who asked again")
                .allMatch(each -> each.count() == 2 || repeated.contains(each.request()));
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.audit.v1'"))
                .isEqualTo(lines.stream().mapToLong(each -> each.count() / 2).sum());
        assertThat(count("SELECT COUNT(*) FROM outbox WHERE topic = 'outreach.preference.v1'"))
                .as("only the first of a patient's refusals changes anything")
                .isEqualTo(PATIENTS);
        assertThat(count("SELECT SUM(version) FROM patient_comm_prefs")).isEqualTo(PATIENTS);
    }

    /** Asks until it is answered, as a careful caller does. */
    private void call() {
        for (var i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
            while (!answered(i)) {
                repeated.add(i);
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            acknowledged.add(i);
        }
    }

    private boolean answered(int request) {
        var path = "/preferences/" + (request % PATIENTS + 1) + "/opt-out";
        var body = "{\"channel\":\"sms\",\"class\":\"all\",\"evidence_ref\":\"call/" + request + "\"}";
        try {
            var api = apis.computeIfAbsent(port, each -> new Api(each, tokens));
            return api.post(path, api.staff(ORGANIZATION), "application/json", body)
                            .status()
                    == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Patients who have agreed to marketing, so that there is something to lose. */
    private void register() {
        jdbc.execute("INSERT INTO patient_comm_prefs (patient_id, organization_id) VALUES "
                + IntStream.rangeClosed(1, PATIENTS)
                        .mapToObj(id -> "(" + id + "," + ORGANIZATION + ")")
                        .collect(Collectors.joining(",")));
        jdbc.execute("INSERT INTO consent_ledger (patient_id, organization_id, channel, consent_class, action, source,"
                + " actor, effective_at, recorded_at) VALUES "
                + IntStream.rangeClosed(1, PATIENTS)
                        .mapToObj(id -> "(" + id + "," + ORGANIZATION + ",'sms','marketing','grant','request','core',"
                                + "'2020-01-01','2020-01-01')")
                        .collect(Collectors.joining(",")));
    }

    private long count(String query) {
        return jdbc.queryForList(query, Long.class).getFirst();
    }

    private record Lines(String evidence, int count, int classes) {

        int request() {
            return Integer.parseInt(evidence.substring("call/".length()));
        }
    }
}
