package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * Posts STOP for many patients and measures, for each, the time from the webhook's 2xx to the moment from which the send
 * gate refuses: first while nothing else happens, then while reminders are scheduled at a steady rate. What is sent
 * leaves on time whether or not earlier things were answered.
 */
public final class OptOutLatency {

    private static final double P99_LIMIT_MILLIS = 1_000;
    private static final int STOPS_PER_SECOND = 5;
    private static final int WARM_UP = 100;
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(30), Duration.ofMillis(200));
    private static final Patience MORE_PATIENCE = new Patience(Duration.ofMinutes(5), Duration.ofMillis(200));

    private final Properties suite;
    private final SuiteConnection connection;
    private final PrintStream out;
    private final StopWebhooks stops;
    private final Map<Long, Long> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger reminded = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private long nextPatient = LoadPatients.FIRST;
    private final HttpClient http = HttpClient.newBuilder()
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    private OptOutLatency(Properties suite, SuiteConnection connection, PrintStream out) {
        this.suite = suite;
        this.connection = connection;
        this.out = out;
        stops = new StopWebhooks(suite);
    }

    /** {@code OptOutLatency DATA-FOLDER [STOPS [REMINDERS-PER-SECOND [WARM-UP-SECONDS]]]}. */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        var folder = Path.of(args[0]);
        var suite = new Properties();
        try (var in = Files.newInputStream(folder.resolve("suite.properties"))) {
            suite.load(in);
        }
        var count = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        var rate = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        var warmUp = args.length > 3 ? Integer.parseInt(args[3]) : 180;
        var connection = SuiteConnection.of(folder).orElseThrow();
        System.exit(new OptOutLatency(suite, connection, System.out).run(count, rate, warmUp) ? 0 : 1);
    }

    private boolean run(int count, int rate, int warmUp) throws IOException, InterruptedException, SQLException {
        var loadSeconds = warmUp + count / STOPS_PER_SECOND + 1;
        var patients = WARM_UP + 2 * count + rate * loadSeconds;
        out.printf("Registering %d patients ...%n", patients);
        new LoadPatients(suite).register(patients);
        awaitGate(patients);
        try (var watch = GateWatch.on(connection.database())) {
            out.println("Warming up ...");
            stop(watch, WARM_UP);
            var idle = stop(watch, count);
            report("idle", count, idle);
            var load = Thread.ofPlatform().start(() -> remind(claim(rate * loadSeconds), rate, loadSeconds));
            awaitWarm(rate, warmUp);
            var loaded = stop(watch, count);
            load.join();
            report("under " + rate + " reminders/s", count, loaded);
            return conclude(count, rate * loadSeconds, idle, loaded);
        }
    }

    /** Until the reminders of the warm-up are answered: what is measured next is as warm as was asked for. */
    private void awaitWarm(int rate, int seconds) throws InterruptedException {
        var patience = new Patience(Duration.ofSeconds(2L * seconds).plus(PATIENCE.longest()), PATIENCE.pause());
        if (!patience.until(() -> reminded.get() + failed.get() >= rate * seconds)) {
            out.println("The suite does not keep up with the reminders; measuring all the same");
        }
    }

    private boolean conclude(int count, int reminders, double[] idle, double[] loaded) throws InterruptedException {
        awaitAnswers();
        out.printf(
                "reminders scheduled: %d of %d; requests that failed: %d%n", reminded.get(), reminders, failed.get());
        var passed = idle.length == count
                && loaded.length == count
                && failed.get() == 0
                && reminded.get() == reminders
                && Percentiles.of(idle, 0.99) <= P99_LIMIT_MILLIS
                && Percentiles.of(loaded, 0.99) <= P99_LIMIT_MILLIS;
        out.println(passed ? "opt-out-latency: passed" : "opt-out-latency: FAILED");
        return passed;
    }

    /** Patients nobody has used yet; the first of so many. */
    private synchronized long claim(int count) {
        var first = nextPatient;
        nextPatient += count;
        return first;
    }

    /** So many patients say STOP; the sorted latencies in milliseconds of those whom the gate came to refuse. */
    private double[] stop(DatabaseWatch<Long> watch, int count) throws InterruptedException {
        var first = claim(count);
        fire(first, count, STOPS_PER_SECOND, patient -> {
            watch.await(patient);
            return stops.request(patient);
        });
        awaitAnswers();
        PATIENCE.until(() -> watch.outstanding() == 0);
        var refusedAt = watch.seenAt();
        return acknowledged.entrySet().stream()
                .filter(each -> each.getKey() >= first)
                .flatMap(each -> Stream.ofNullable(refusedAt.get(each.getKey()))
                        .map(refused -> Math.max(0, refused - each.getValue()) / 1e6))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    private void remind(long first, int rate, int seconds) {
        var reminders = new Reminders(suite);
        try {
            fire(first, rate * seconds, rate, patient -> reminders.request(patient, "opt-out-load-" + patient));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fire(long first, int count, int rate, LongFunction<HttpRequest> request) throws InterruptedException {
        var begin = System.nanoTime();
        for (var i = 0; i < count; i++) {
            var due = begin + TimeUnit.SECONDS.toNanos(1) * i / rate;
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            send(first + i, request.apply(first + i));
        }
    }

    private void send(long patient, HttpRequest request) {
        unanswered.incrementAndGet();
        http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            var now = System.nanoTime();
            if (failure != null) {
                failed.incrementAndGet();
            } else if (answer.statusCode() == 201) {
                reminded.incrementAndGet();
            } else if (answer.statusCode() == 200) {
                acknowledged.put(patient, now);
            } else {
                failed.incrementAndGet();
            }
            unanswered.decrementAndGet();
        });
    }

    private void awaitAnswers() throws InterruptedException {
        PATIENCE.until(() -> unanswered.get() == 0);
    }

    /** Waits until the gate would let everybody through, so that a refusal can only come from STOP. */
    private void awaitGate(int patients) throws SQLException, InterruptedException {
        var allowed = "SELECT COUNT(*) FROM ovhi_channel.send_permissions WHERE channel = 'sms' AND transactional = 1"
                + " AND suppression = 'none' AND patient_id BETWEEN " + LoadPatients.FIRST + " AND "
                + (LoadPatients.FIRST + patients - 1);
        try (var database = new SuiteDatabase(connection.database())) {
            if (!MORE_PATIENCE.until(() -> database.count(allowed) >= patients)) {
                throw new IllegalStateException("The gate does not know all patients after " + MORE_PATIENCE.longest());
            }
        }
    }

    private void report(String title, int count, double[] millis) {
        out.printf(
                "%-22s STOPs %d, refused at the gate %d; 2xx to refusal: p50 %.0f ms, p90 %.0f ms, p99 %.0f ms"
                        + " (limit %.0f), max %.0f ms%n",
                title,
                count,
                millis.length,
                Percentiles.of(millis, 0.50),
                Percentiles.of(millis, 0.90),
                Percentiles.of(millis, 0.99),
                P99_LIMIT_MILLIS,
                Percentiles.of(millis, 1));
    }
}
