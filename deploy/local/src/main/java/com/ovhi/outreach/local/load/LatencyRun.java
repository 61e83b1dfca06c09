package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Schedules reminders that are due now at a steady rate and measures, for each, the time from the request to the
 * provider's acceptance as the simulators' ledger has it. An open workload: requests leave on time whether or not
 * earlier ones were answered, so waiting is not hidden (no coordinated omission).
 */
public final class LatencyRun {

    private static final double P50_LIMIT_MILLIS = 300;
    private static final double P99_LIMIT_MILLIS = 1_000;
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(1));
    private static final int STEPS = 4;

    private final Properties suite;
    private final PrintStream out;
    private final Reminders reminders;
    private final AcceptedMessages accepted;
    private final Clock real = Clock.systemUTC();
    private final Map<String, Instant> requested = new ConcurrentHashMap<>();
    private final Map<String, Integer> refused = new ConcurrentHashMap<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private LatencyRun(Properties suite, PrintStream out) {
        this.suite = suite;
        this.out = out;
        reminders = new Reminders(suite);
        accepted = new AcceptedMessages(new SimulatorsApi(suite.getProperty("simulators.url")));
    }

    /** {@code LatencyRun DATA-FOLDER [RATE [SECONDS [WARM-UP-SECONDS]]]}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var suite = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0], "suite.properties"))) {
            suite.load(in);
        }
        var rate = number(args, 1, 20);
        var seconds = number(args, 2, 60);
        var warmUp = number(args, 3, 240);
        var passed = new LatencyRun(suite, System.out).run(rate, seconds, warmUp);
        System.exit(passed ? 0 : 1);
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private boolean run(int rate, int seconds, int warmUp) throws IOException, InterruptedException {
        var patients = rate * (seconds + warmUp);
        out.printf("Registering %d patients ...%n", patients);
        new LoadPatients(suite).register(patients);
        var warmed = warmUp(rate, warmUp);
        requested.clear();
        refused.clear();
        var begin = real.instant();
        out.printf("Measuring: %d requests/s for %d s ...%n", rate, seconds);
        fire(rate, seconds, warmed);
        return report(rate * seconds, begin, settled());
    }

    /** In four steps up to the rate, so that a cold virtual machine does not pile up work; returns how many were sent. */
    private int warmUp(int rate, int seconds) throws IOException, InterruptedException {
        out.printf("Warming up for %d s ...%n", seconds);
        var sent = 0;
        for (var step = 1; step <= STEPS; step++) {
            var slower = Math.max(1, rate * step / STEPS);
            fire(slower, seconds / STEPS, sent);
            sent += slower * (seconds / STEPS);
        }
        settled();
        return sent;
    }

    private void fire(int rate, int seconds, int firstPatient) throws InterruptedException {
        var begin = System.nanoTime();
        for (var i = 0; i < rate * seconds; i++) {
            var due = begin + TimeUnit.SECONDS.toNanos(1) * i / rate;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            schedule(LoadPatients.FIRST + firstPatient + i);
        }
    }

    /** When the providers accepted each job, once all are accepted or patience ends. */
    private Map<String, Instant> settled() throws IOException, InterruptedException {
        PATIENCE.until(() -> {
            accepted.read();
            return unanswered.get() == 0 && accepted.byJob().keySet().containsAll(requested.keySet());
        });
        return accepted.byJob().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, LatencyRun::earliest));
    }

    private static Instant earliest(Map.Entry<String, List<LedgerEntry>> messages) {
        return messages.getValue().stream()
                .map(LedgerEntry::realAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void schedule(long patient) {
        var sent = real.instant();
        var request = reminders.request(patient, "latency-" + patient + "-" + sent.toEpochMilli());
        unanswered.incrementAndGet();
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenAccept(answer -> note(sent, answer))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        refused.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
                    }
                    unanswered.decrementAndGet();
                });
    }

    private void note(Instant sent, HttpResponse<String> answer) {
        if (answer.statusCode() == 201) {
            requested.put(
                    ContractJson.mapper().readTree(answer.body()).path("job_id").asString(), sent);
        } else {
            refused.merge("HTTP " + answer.statusCode(), 1, Integer::sum);
        }
    }

    private boolean report(int wanted, Instant begin, Map<String, Instant> accepted) {
        var millis = requested.entrySet().stream()
                .filter(each -> accepted.containsKey(each.getKey()))
                .mapToDouble(each -> Duration.between(each.getValue(), accepted.get(each.getKey()))
                                .toNanos()
                        / 1e6)
                .sorted()
                .toArray();
        var lost = requested.size() - millis.length;
        var p50 = Percentiles.of(millis, 0.50);
        var p99 = Percentiles.of(millis, 0.99);
        out.printf(
                "since %s: asked for %d, scheduled %d, accepted by providers %d, missing %d, refused %s%n",
                begin, wanted, requested.size(), millis.length, lost, refused);
        out.printf(
                "request to provider acceptance: p50 %.0f ms (limit %.0f), p90 %.0f ms, p99 %.0f ms (limit %.0f), max %.0f ms%n",
                p50, P50_LIMIT_MILLIS, Percentiles.of(millis, 0.90), p99, P99_LIMIT_MILLIS, Percentiles.of(millis, 1));
        // What was not answered is neither scheduled nor refused.
        var passed = wanted > 0
                && requested.size() == wanted
                && lost == 0
                && refused.isEmpty()
                && p50 <= P50_LIMIT_MILLIS
                && p99 <= P99_LIMIT_MILLIS;
        out.println(passed ? "latency: passed" : "latency: FAILED");
        return passed;
    }
}
