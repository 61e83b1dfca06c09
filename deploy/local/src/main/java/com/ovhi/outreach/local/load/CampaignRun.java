package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.local.load.PacedLoad.Measured;
import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/**
 * Measures schedule calls at a modest, steady rate while a campaign goes out to many patients of the same organisation, and
 * how fast the campaign asks for its messages meanwhile. A campaign to as many others goes before: a suite that was just
 * started is busy with compiling.
 */
public final class CampaignRun {

    private static final int RATE = 50;
    private static final int CONNECTIONS = 16;
    private static final double P99_LIMIT_MILLIS = 1_000;
    private static final double EXPANSION_LIMIT = 2_000;
    private static final Duration ALONE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String REMINDER = """
            {"patient_id":"%d","purpose":"appt_reminder","send_at":"2026-03-05T17:00:00Z","variables":{
             "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
             "visit_date":"2026-03-06","visit_time":"09:30"}}""";
    private static final String CAMPAIGN = """
            {"name":"%s","segment_id":%d,"steps":[{"purpose":"rx_refill","channel":"sms"}]}""";

    /** Half of all patients, as they are dealt, and the other half. */
    private static final String BEFORE = "{\"<\":[{\"var\":\"bucket.load\"},50]}";

    private static final String MEASURED = "{\">=\":[{\"var\":\"bucket.load\"},50]}";

    private final Properties suite;
    private final PrintStream out;
    private final HttpClient http;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private final URI segments;

    private CampaignRun(Properties suite, PrintStream out, HttpClient http) {
        this.suite = suite;
        this.out = out;
        this.http = http;
        segments = URI.create(suite.getProperty("service.segment-service"));
    }

    /** {@code CampaignRun DATA-FOLDER [PATIENTS [SECONDS]]}. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        var suite = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0], "suite.properties"))) {
            suite.load(in);
        }
        var patients = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        var seconds = args.length > 2 ? Integer.parseInt(args[2]) : 60;
        try (var http = HttpClient.newHttpClient()) {
            System.exit(new CampaignRun(suite, System.out, http).run(patients, seconds) ? 0 : 1);
        }
    }

    private boolean run(int patients, int seconds) throws IOException, InterruptedException, ExecutionException {
        out.printf("Registering %d patients ...%n", 2 * patients);
        var known = new LoadPatients(suite);
        known.register(2 * patients);
        var calls = new PacedLoad(
                URI.create(suite.getProperty("service.orchestrator-service")), LoadTokens.ops(suite), CONNECTIONS);
        var manager = LoadTokens.manager(suite, "load-manager");
        var audiences = List.of(segment(manager, "Before", BEFORE), segment(manager, "Measured", MEASURED));
        await(() -> members(manager, audiences.getFirst()) + members(manager, audiences.getLast()) == 2L * patients);
        out.printf("A campaign before, to warm up ...%n");
        measure(calls, manager, campaign(manager, "Before", audiences.getFirst()), 0, seconds, patients);
        known.awaitCalm();
        out.printf("Calls at %d/s, and after %d s the campaign beside them ...%n", RATE, ALONE.toSeconds());
        var measured = campaign(manager, "Measured", audiences.getLast());
        var passed = measure(calls, manager, measured, RATE * seconds, seconds, patients);
        out.println(passed ? "campaign-beside: passed" : "campaign-beside: FAILED");
        return passed;
    }

    /** Whether both limits are kept. */
    private boolean measure(PacedLoad calls, String manager, Audience campaign, int first, int seconds, int patients)
            throws IOException, InterruptedException, ExecutionException {
        try (var beside = Executors.newSingleThreadExecutor()) {
            var expansion = beside.submit(() -> expand(manager, campaign));
            var answered = schedule(calls, first, 2 * patients, seconds);
            var perSecond = expansion.get();
            out.printf(
                    "  calls beside a campaign: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, max %.1f ms, failed %d%n",
                    answered.percentile(0.50),
                    answered.percentile(0.90),
                    answered.percentile(0.99),
                    answered.percentile(1),
                    answered.failed());
            out.printf("  expansion: %.0f requests/s%n", perSecond);
            return answered.failed() == 0
                    && answered.percentile(0.99) <= P99_LIMIT_MILLIS
                    && perSecond >= EXPANSION_LIMIT;
        }
    }

    private long segment(String manager, String name, String rules) throws IOException, InterruptedException {
        return post(manager, "/api/v1/segments", "{\"name\":\"%s %s\",\"rules\":%s}".formatted(name, run, rules))
                .path("id")
                .asLong();
    }

    private long members(String manager, long segment) throws IOException, InterruptedException {
        return get(manager, "/api/v1/segments/" + segment).path("patient_count").asLong();
    }

    /** An approved campaign for a segment. */
    private Audience campaign(String manager, String name, long segment) throws IOException, InterruptedException {
        var campaign = post(manager, "/api/v1/campaigns", CAMPAIGN.formatted(name + " " + run, segment))
                .path("id")
                .asLong();
        post(LoadTokens.manager(suite, "load-second"), "/api/v1/campaigns/" + campaign + "/approve", "{}");
        return new Audience(campaign, members(manager, segment));
    }

    /** Requests a second, from the activation of a campaign until all are asked for. */
    private double expand(String manager, Audience campaign) throws IOException, InterruptedException {
        Thread.sleep(ALONE);
        var begin = System.nanoTime();
        post(manager, "/api/v1/campaigns/" + campaign.campaignId() + "/activate", "{}");
        await(() -> get(manager, "/api/v1/campaigns/" + campaign.campaignId())
                        .at("/counts/requested")
                        .asLong()
                >= campaign.patients());
        return campaign.patients() * 1e9 / (System.nanoTime() - begin);
    }

    private Measured schedule(PacedLoad calls, int first, int patients, int seconds)
            throws InterruptedException, ExecutionException {
        return calls.measure(RATE * seconds, RATE, (connection, i) -> {
            var patient = LoadPatients.FIRST + (first + i) % patients;
            var body = REMINDER.formatted(patient).getBytes(StandardCharsets.UTF_8);
            return connection
                            .post("/api/v1/comm/schedule", "campaign-" + run + "-" + (first + i), body)
                            .status()
                    == 201;
        });
    }

    private static void await(Patience.Condition<IOException> condition) throws IOException, InterruptedException {
        if (!new Patience(LONGEST, Duration.ofMillis(250)).until(condition)) {
            throw new IllegalStateException("The suite is not as far after " + LONGEST);
        }
    }

    private JsonNode get(String token, String path) throws IOException, InterruptedException {
        return answer(request(token, path).GET().build());
    }

    private JsonNode post(String token, String path, String json) throws IOException, InterruptedException {
        return answer(request(token, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(segments.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= HttpURLConnection.HTTP_BAD_REQUEST) {
            throw new IllegalStateException(request.uri().getPath() + " is answered with " + answer.statusCode());
        }
        return ContractJson.mapper().readTree(answer.body());
    }

    /** A campaign and how many it goes to. */
    private record Audience(long campaignId, long patients) {}
}
