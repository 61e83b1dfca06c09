package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What is asked of the suite during a burst. A request that is not answered, or answered with 5xx, is repeated with the
 * same key, as OVHI core does; so it goes on while services are killed. Thread-safe.
 */
final class BurstRequests {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration REQUEST = Duration.ofSeconds(20);

    private final Properties suite;
    private final Map<Integer, Integer> refused = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    BurstRequests(Properties suite) {
        this.suite = suite;
    }

    /** How many requests were refused, by status. */
    Map<Integer, Integer> refused() {
        return Map.copyOf(refused);
    }

    /** Asks for a reminder at an instant of the suite's clock; empty when that is refused. */
    Optional<String> remind(long patient, Instant sendAt) throws InterruptedException {
        var body = """
                {"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"%s","send_at":"%s","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
                 "visit_date":"Wed Mar 4","visit_time":"9:30 AM"}}""".formatted(patient, BurstOptions.channel(patient), sendAt);
        return stubbornly(body, "burst-" + patient + "-" + sendAt.getEpochSecond());
    }

    /** Asks for an urgent message at once; empty when that is refused. */
    Optional<String> urge(long patient, String key) throws InterruptedException {
        var body = """
                {"patient_id":"%d","purpose":"urgent","preferred_channel":"sms","urgent_reason":"clinical","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000"}}""".formatted(patient);
        return stubbornly(body, key);
    }

    /** Has a patient text STOP. */
    void stop(long patient) throws InterruptedException {
        var body =
                ContractJson.writeText(Map.of("channel", "sms", "from", LoadPatients.phone(patient), "body", "STOP"));
        var request = HttpRequest.newBuilder(
                        URI.create(suite.getProperty("simulators.url") + "/simulators/patients/reply"))
                .timeout(REQUEST)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        while (!answered(request)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private boolean answered(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> stubbornly(String body, String key) throws InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(suite.getProperty("service.orchestrator-service") + "/api/v1/comm/schedule"))
                .timeout(REQUEST)
                .header("Authorization", "Bearer " + suite.getProperty("token"))
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        while (true) {
            try {
                var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                var status = answer.statusCode();
                if (status == 200 || status == 201) {
                    return Optional.of(ContractJson.mapper()
                            .readTree(answer.body())
                            .path("job_id")
                            .asString());
                }
                if (status < 500 && status != 409 && status != 429) {
                    refused.merge(status, 1, Integer::sum);
                    return Optional.empty();
                }
            } catch (IOException e) {
                // Killed, or not back yet: OVHI core would ask again, too.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }
}
