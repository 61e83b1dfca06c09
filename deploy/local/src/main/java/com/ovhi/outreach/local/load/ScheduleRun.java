package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.load.PacedLoad.Measured;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the schedule call: reminders for days ahead, one by one at a steady rate, and in bulk as fast as it goes. Every
 * one becomes a job in the queue of the scheduler; the organisation's caps leave room for all of them.
 */
public final class ScheduleRun {

    private static final int RATE = 500;
    private static final int BULK_RATE = 3_000;
    private static final double P99_LIMIT_MILLIS = 100;
    private static final int CONNECTIONS = 48;
    private static final int BULK_CONNECTIONS = 2;
    private static final int PER_CALL = 1_000;
    private static final int PER_PATIENT = 12;

    /** Of the warm-up's first half, after which the full rate follows: the compiler works on what is called often. */
    private static final int STEPS = 4;

    private static final String SETTINGS = """
            {"caps":{"per_day":20,"per_week":50,"marketing_per_week":7,"reserved_per_week":3,"urgent_per_day":20},
             "cadence":{"confirm":true,"reminder_days":[3,1],"early_days":7,"early_lead_days":10,"missed_after_hours":1,
                        "refill_days":[-7,-2,3],"result_again_hours":72},
             "most_fatigue":0.7}""";
    private static final String REMINDER = """
            {%s"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"%s","send_at":"2026-03-05T17:00:00Z","variables":{
             "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
             "visit_date":"2026-03-06","visit_time":"09:30"}}""";

    private final Properties suite;
    private final PrintStream out;
    private final String token;
    private final URI service;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private int patients;
    private int sent;

    private ScheduleRun(Properties suite, PrintStream out) throws IOException, InterruptedException {
        this.suite = suite;
        this.out = out;
        token = LoadTokens.ops(suite);
        service = URI.create(suite.getProperty("service.orchestrator-service"));
    }

    /** {@code ScheduleRun DATA-FOLDER [SECONDS [WARM-UP-SECONDS]]}. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        var suite = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0], "suite.properties"))) {
            suite.load(in);
        }
        var seconds = args.length > 1 ? Integer.parseInt(args[1]) : 60;
        var warmUp = args.length > 2 ? Integer.parseInt(args[2]) : 180;
        System.exit(new ScheduleRun(suite, System.out).run(seconds, warmUp) ? 0 : 1);
    }

    private boolean run(int seconds, int warmUp) throws IOException, InterruptedException, ExecutionException {
        patients = RATE * (seconds + warmUp) / PER_PATIENT + PER_CALL;
        out.printf("Registering %d patients ...%n", patients);
        var known = new LoadPatients(suite);
        known.register(patients);
        leaveRoom();
        var calls = new PacedLoad(service, token, CONNECTIONS);
        out.printf("Warming up for %d s ...%n", warmUp);
        for (var step = 1; step < STEPS; step++) {
            one(calls, RATE * step / STEPS, warmUp / (2 * (STEPS - 1)));
        }
        one(calls, RATE, warmUp / 2);
        var single = one(calls, RATE, seconds);
        report("calls at " + RATE + "/s", single, 1);
        known.awaitCalm();
        var bulk = new PacedLoad(service, token, BULK_CONNECTIONS);
        many(bulk, 4 * BULK_CONNECTIONS);
        var many = many(bulk, BULK_RATE * 10 / PER_CALL);
        report("bulk as fast as it goes", many, PER_CALL);
        var passed = single.failed() + many.failed() == 0
                && single.percentile(0.99) <= P99_LIMIT_MILLIS
                && single.rate() >= 0.99 * RATE
                && many.rate() * PER_CALL >= BULK_RATE;
        out.println(passed ? "schedule: passed" : "schedule: FAILED");
        return passed;
    }

    private Measured one(PacedLoad load, int rate, int seconds) throws InterruptedException, ExecutionException {
        var first = sent;
        sent += rate * seconds;
        return load.measure(rate * seconds, rate, (connection, i) -> {
            var number = first + i;
            return connection
                            .post(
                                    "/api/v1/comm/schedule",
                                    key(number),
                                    text("", number).getBytes(StandardCharsets.UTF_8))
                            .status()
                    == 201;
        });
    }

    private Measured many(PacedLoad load, int calls) throws InterruptedException, ExecutionException {
        var first = sent;
        sent += calls * PER_CALL;
        return load.measure(calls, 0, (connection, call) -> {
            var requests = IntStream.range(first + call * PER_CALL, first + (call + 1) * PER_CALL)
                    .mapToObj(number -> text("\"idempotency_key\":\"" + key(number) + "\",", number))
                    .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
            var body = requests.getBytes(StandardCharsets.UTF_8);
            return connection
                            .post("/api/v1/comm/schedule/bulk", key(first + call), body)
                            .count("\"status\":202")
                    == PER_CALL;
        });
    }

    private String key(int number) {
        return "schedule-" + run + "-" + number;
    }

    private String text(String more, int number) {
        return REMINDER.formatted(more, LoadPatients.FIRST + number % patients, number % 2 == 0 ? "sms" : "email");
    }

    /** Unless an earlier run on the same suite did. */
    private void leaveRoom() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.resolve("/api/v1/comm/settings"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"0\"")
                .PUT(HttpRequest.BodyPublishers.ofString(SETTINGS))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 200 && status != 412) {
                throw new IllegalStateException("The settings are answered with " + status);
            }
        }
    }

    private void report(String title, Measured measured, int each) {
        out.printf(
                "  %-24s %6.0f requests/s, p50 %5.1f ms, p90 %5.1f ms, p99 %5.1f ms, max %5.1f ms, failed %d%n",
                title,
                measured.rate() * each,
                measured.percentile(0.50),
                measured.percentile(0.90),
                measured.percentile(0.99),
                measured.percentile(1),
                measured.failed());
    }
}
