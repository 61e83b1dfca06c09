package com.ovhi.outreach.local.suite;

import static com.ovhi.outreach.local.suite.RunningSuite.ORGANIZATION;
import static com.ovhi.outreach.local.suite.RunningSuite.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.Chromium;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import com.ovhi.outreach.local.deployment.Boards;
import com.ovhi.outreach.local.deployment.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chromium.ChromiumDriver;

/** What people see of a running suite: the console from the sign-in on, and what dashboards ask for. */
@ExtendWith(SharedSuite.class)
class ConsoleJourneyTests {

    private static final long PATIENT = 9_901;
    private static final long TRACED = 9_902;
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-z0-9_]*)(?:\\{|\\s)");

    private final RunningSuite suite;

    ConsoleJourneyTests(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void aPersonSignsInAndFindsOutWhyAPatientWasWrittenTo() {
        Chromium.missing().ifPresent(why -> Assumptions.abort("The journey is skipped: " + why));
        var job = scheduled(PATIENT);
        var browser = Chromium.desk();
        try {
            signIn(browser);
            browser.findElement(By.name("sought")).sendKeys(Long.toString(PATIENT), Keys.ENTER);
            see(browser, "Jobs, newest first");
            browser.findElement(By.xpath("//button[contains(., '" + job.substring(0, 8) + "')]"))
                    .click();
            see(browser, "Rules in the order they judged");
            for (var page : Set.of("inbox", "dead-letters", "campaigns", "templates")) {
                browser.findElement(By.id("menu-" + page)).click();
                await().atMost(PATIENCE)
                        .until(() -> !browser.findElements(By.tagName("table")).isEmpty());
                assertThat(browser.findElements(By.className("problem")))
                        .as(page)
                        .isEmpty();
            }
            assertThat(browser.getCurrentUrl()).doesNotContain(Long.toString(PATIENT));
            browser.findElement(By.id("sign-out")).click();
            see(browser, "You are not signed in");
        } finally {
            browser.quit();
        }
    }

    /** A message for a patient who has just registered. */
    private String scheduled(long patient) {
        suite.publish("ovhi.patient.v1", Long.toString(patient), "patient.registered", """
                {"patient_id":%d,"organization_id":11,"given_name":"Journey","family_name":"Traveller",
                 "birth_date":"1980-01-01","sex":"F","language":"en","timezone":"America/Phoenix",
                 "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},
                 "telecom":[{"system":"phone","use":"mobile","value":"+1602555%d"}]}""".formatted(patient, patient));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                suite.get(SuiteService.ORCHESTRATOR, "/api/v1/patients/" + patient + "/comm-context")
                                        .status())
                        .isEqualTo(200));
        var answer = suite.schedule("""
                {"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"sms","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
                 "visit_date":"Wed Mar 4","visit_time":"9:30 AM"}}""".formatted(patient), "console-" + patient);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("job_id").asString();
    }

    /** From the call that asks for a message to the provider's report of it, though nothing hands it on in between. */
    @Test
    void everyServiceWorksForAJobInTheTraceOfThatJob() throws SQLException {
        var job = scheduled(TRACED);
        suite.awaitStatus(job, "delivered");

        try (var database = new SuiteDatabase(connection().database())) {
            for (var published : List.of(
                    "orchestrator job.changed",
                    "orchestrator contact.due",
                    "scheduler dispatch.ordered",
                    "channel delivery.reported",
                    "webhook delivery.reported")) {
                var names = published.split(" ");
                assertThat(database.query(
                                "SELECT traceparent FROM ovhi_%s.outbox WHERE type = '%s' AND payload LIKE '%%%s%%'"
                                        .formatted(names[0], names[1], job),
                                row -> String.valueOf(row.getString(1))))
                        .as(published)
                        .isNotEmpty()
                        .allMatch(trace -> trace.startsWith("00-" + job.replace("-", "") + "-"));
            }
        }
    }

    private void signIn(ChromiumDriver browser) {
        browser.get(connection().services().get("analytics-service") + "/console/");
        see(browser, "Local sign-in");
        browser.findElement(By.id("sign-in")).click();
        see(browser, "Id of a job or request, or patient number");
        see(browser, "nora, organization 11");
    }

    private static void see(ChromiumDriver browser, String text) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(String.valueOf(browser.executeScript("return document.body.textContent")))
                                .contains(text));
    }

    /** A counter begins to exist with its first event: of our own it is enough that the code names it. */
    @Test
    void everyMetricOnADashboardIsMeasured() {
        var measured = measured();
        var named = Deployment.meters();

        var missing = Boards.expressions()
                .flatMap(each -> Deployment.metrics(each).stream())
                .filter(metric -> !measured.contains(metric))
                .filter(metric -> !named.contains(Deployment.meter(metric)))
                .collect(Collectors.toCollection(TreeSet::new));

        // There is no certificate here.
        missing.removeIf(metric -> metric.startsWith("ssl_chain_"));
        assertThat(missing).isEmpty();
        assertThat(measured)
                .contains(
                        "outreach_outbox_age_seconds",
                        "outreach_scheduler_queue_oldest_seconds",
                        "outreach_gate_staleness_seconds",
                        "outreach_intents_unsettled",
                        "outreach_dlq_items",
                        "kafka_consumer_fetch_manager_records_lag_max",
                        "resilience4j_circuitbreaker_state");
    }

    /** Though they share a process, each has a registry of its own, in which a request counts once it is answered. */
    @Test
    void everyServiceMeasuresItsOwnRequests() {
        for (var service : SuiteService.values()) {
            suite.get(service, "/actuator/prometheus");

            assertThat(suite.get(service, "/actuator/prometheus").body().lines())
                    .as(service.id())
                    .filteredOn(line -> line.startsWith("http_server_requests_seconds_count{"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("application=\"" + service.id() + "\""))
                    .anyMatch(line -> line.contains("uri=\"/actuator/prometheus\""));
        }
    }

    @Test
    void everyStatementOfADashboardIsUnderstood() throws SQLException {
        try (var database = new SuiteDatabase(connection().database())) {
            for (var sql : Boards.statements().toList()) {
                var filled = sql.replace("FROM comm_stats", "FROM ovhi_analytics.comm_stats")
                        .replace("$__timeFilter(date)", "date > '2000-01-01'")
                        .replace("$organization", Long.toString(ORGANIZATION));
                assertThat(database.query(filled, row -> row.getMetaData().getColumnCount()))
                        .as(sql)
                        .allMatch(columns -> columns > 1);
            }
        }
    }

    private SuiteConnection connection() {
        try {
            return SuiteConnection.of(suite.folder()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asked twice: a service has measured its first request only when that is answered. */
    private Set<String> measured() {
        metrics();
        return metrics();
    }

    private Set<String> metrics() {
        return Arrays.stream(SuiteService.values())
                .map(service -> suite.get(service, "/actuator/prometheus"))
                .peek(answer -> assertThat(answer.status()).isEqualTo(200))
                .flatMap(answer -> SAMPLE.matcher(answer.body()).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }
}
