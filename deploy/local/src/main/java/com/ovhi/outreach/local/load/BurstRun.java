package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Schedules many reminders for the same instant and waits until the providers have accepted all of them. A request that
 * is not answered, or answered with 5xx, is repeated with the same key, as OVHI core does; so the run goes on while
 * services are killed. Says how many were lost or accepted twice, and how long the last one took after it was due.
 */
public final class BurstRun {

    private static final int AT_ONCE = 48;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration REQUEST = Duration.ofSeconds(20);

    private final Path folder;
    private final Properties suite;
    private final PrintStream out;
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> refused = new ConcurrentHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private BurstRun(Path folder, Properties suite, PrintStream out) {
        this.folder = folder;
        this.suite = suite;
        this.out = out;
    }

    /** {@code BurstRun DATA-FOLDER [JOBS [LEAD-SECONDS [PATIENCE-SECONDS]]]}; exits with 1 when one is lost or doubled. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var folder = Path.of(args[0]);
        var suite = new Properties();
        try (var in = Files.newInputStream(folder.resolve("suite.properties"))) {
            suite.load(in);
        }
        var run = new BurstRun(folder, suite, System.out);
        System.exit(run.run(number(args, 1, 10_000), number(args, 2, 90), number(args, 3, 1_500)) ? 0 : 1);
    }

    private static int number(String[] args, int index, int otherwise) {
        return args.length > index ? Integer.parseInt(args[index]) : otherwise;
    }

    private boolean run(int count, int lead, int patience) throws IOException, InterruptedException {
        out.printf("Registering %d patients ...%n", count);
        new LoadPatients(suite).register(count);
        var due = Clock.systemUTC().instant().plusSeconds(lead);
        out.printf("Scheduling %d reminders for %s ...%n", count, due);
        schedule(count, ClockFile.read(folder.resolve("clock.properties")).instantAt(due));
        out.printf("Scheduled %d, refused %s; waiting for the providers ...%n", jobs.size(), refused);
        return report(due, count, settled(patience));
    }

    private void schedule(int count, Instant sendAt) throws InterruptedException {
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < count; i++) {
                var patient = LoadPatients.FIRST + i;
                room.acquire();
                threads.submit(() -> {
                    try {
                        scheduleStubbornly(patient, sendAt);
                    } finally {
                        room.release();
                    }
                    return null;
                });
            }
        }
    }

    private void scheduleStubbornly(long patient, Instant sendAt) throws InterruptedException {
        var body = """
                {"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"%s","send_at":"%s","variables":{
                 "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
                 "visit_date":"Wed Mar 4","visit_time":"9:30 AM"}}""".formatted(patient, patient % 2 == 0 ? "sms" : "email", sendAt);
        var request = HttpRequest.newBuilder(
                        URI.create(suite.getProperty("service.orchestrator-service") + "/api/v1/comm/schedule"))
                .timeout(REQUEST)
                .header("Authorization", "Bearer " + suite.getProperty("token"))
                .header("Idempotency-Key", "burst-" + patient + "-" + sendAt.getEpochSecond())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        while (!answered(request)) {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private boolean answered(HttpRequest request) throws InterruptedException {
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            var status = answer.statusCode();
            if (status == 200 || status == 201) {
                jobs.add(ContractJson.mapper()
                        .readTree(answer.body())
                        .path("job_id")
                        .asString());
            } else if (status < 500 && status != 409 && status != 429) {
                refused.merge(status, 1, Integer::sum);
            }
            return status < 500 && status != 409 && status != 429;
        } catch (IOException e) {
            return false;
        }
    }

    /** The accepted messages by job, once there is one for each or patience ends. */
    private Map<String, List<LedgerEntry>> settled(int patience) throws InterruptedException {
        var accepted = new HashMap<String, List<LedgerEntry>>();
        new Patience(Duration.ofSeconds(patience), Duration.ofSeconds(2)).until(() -> {
            try {
                // What was accepted stays so.
                accepted.putAll(accepted());
            } catch (IOException e) {
                out.println("The simulators do not answer; asking again");
            }
            return accepted.keySet().containsAll(jobs);
        });
        return accepted;
    }

    private Map<String, List<LedgerEntry>> accepted() throws IOException {
        var api = new SimulatorsApi(suite.getProperty("simulators.url"));
        var accepted = new HashMap<String, List<LedgerEntry>>();
        for (var provider : SimulatorsApi.PROVIDERS) {
            for (var entry : api.ledger(provider)) {
                if (entry.accepted()) {
                    accepted.computeIfAbsent(String.valueOf(entry.jobId()), _ -> new ArrayList<>())
                            .add(entry);
                }
            }
        }
        return accepted;
    }

    private boolean report(Instant due, int count, Map<String, List<LedgerEntry>> accepted) {
        var lost = jobs.stream().filter(job -> !accepted.containsKey(job)).count();
        var doubled = accepted.values().stream().filter(each -> each.size() > 1).count();
        var last = accepted.values().stream()
                .flatMap(List::stream)
                .map(LedgerEntry::realAt)
                .max(Instant::compareTo)
                .orElse(due);
        out.printf(
                "asked for %d, scheduled %d, accepted %d, lost %d, twice %d; the last %.1f s after it was due%n",
                count,
                jobs.size(),
                accepted.size(),
                lost,
                doubled,
                Duration.between(due, last).toMillis() / 1e3);
        var passed = lost == 0 && doubled == 0 && jobs.size() == count;
        out.println(passed ? "burst: passed" : "burst: FAILED");
        return passed;
    }
}
