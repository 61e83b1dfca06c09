package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.KafkaView;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import com.ovhi.outreach.local.check.evidence.Unrest;
import com.ovhi.outreach.local.load.MilestoneWatch.Awaited;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Posts what providers tell of real jobs, signed as they sign it: mail events in batches of 100, single statuses of texts,
 * and single opens at a rate at which the time from the 2xx to the stored milestone counts.
 */
public final class WebhookIngest {

    private static final int BATCH = 100;
    private static final int BATCHES_PER_SECOND = 31;
    private static final int SINGLES_PER_SECOND = 620;
    private static final int MILESTONES_PER_SECOND = 300;

    /** Each milestone needs a job of its own, and making jobs takes much longer than telling of them. */
    private static final int MOST_MILESTONE_SECONDS = 20;

    private static final int REMINDERS_PER_SECOND = 40;
    private static final double ANSWER_LIMIT_MILLIS = 150;
    private static final double MILESTONE_LIMIT_MILLIS = 1_000;
    private static final int LOOKS = 3;
    private static final Patience REST = new Patience(Duration.ofMinutes(10), Duration.ofMillis(250));
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(2), Duration.ofMillis(250));

    private final Properties suite;
    private final SuiteConnection connection;
    private final ProviderPosts posts;
    private final SteadyFire fire = new SteadyFire();
    private final PrintStream out;

    private WebhookIngest(Properties suite, SuiteConnection connection, ProviderPosts posts, PrintStream out) {
        this.suite = suite;
        this.connection = connection;
        this.posts = posts;
        this.out = out;
    }

    /** {@code WebhookIngest DATA-FOLDER [SECONDS [WARM-UP-SECONDS]]}. */
    public static void main(String[] args) throws IOException, InterruptedException, SQLException {
        var folder = Path.of(args[0]);
        var suite = new Properties();
        try (var in = Files.newInputStream(folder.resolve("suite.properties"))) {
            suite.load(in);
        }
        var seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        var warmUp = args.length > 2 ? Integer.parseInt(args[2]) : 30;
        var connection = SuiteConnection.of(folder).orElseThrow();
        var posts = new ProviderPosts(suite, folder);
        System.exit(new WebhookIngest(suite, connection, posts, System.out).run(seconds, warmUp) ? 0 : 1);
    }

    private boolean run(int seconds, int warmUp) throws IOException, InterruptedException, SQLException {
        var jobs = schedule(MILESTONES_PER_SECOND * Math.min(seconds, MOST_MILESTONE_SECONDS) + 100);
        out.println("Warming up ...");
        batches("warm-up", jobs, Math.max(1, BATCHES_PER_SECOND / 3), warmUp);
        singles("warm-up", jobs, SINGLES_PER_SECOND / 2, warmUp);
        awaitCalm();
        var milestones = milestones(jobs, Math.min(seconds, MOST_MILESTONE_SECONDS));
        awaitCalm();
        var batches = batches("batches of " + BATCH, jobs, BATCHES_PER_SECOND, seconds);
        awaitCalm();
        var singles = singles("single posts", jobs, SINGLES_PER_SECOND, seconds);
        var passed = milestones & batches & singles;
        out.println(passed ? "webhook-ingest: passed" : "webhook-ingest: FAILED");
        return passed;
    }

    /** So many reminders by SMS and mail; returns the jobs that providers have accepted. */
    private List<Job> schedule(int count) throws IOException, InterruptedException, SQLException {
        out.printf("Registering %d patients and reminding them ...%n", count);
        new LoadPatients(suite).register(count);
        var reminders = new Reminders(suite);
        var sent = fire.fire(
                count,
                REMINDERS_PER_SECOND,
                i -> reminders.request(LoadPatients.FIRST + i, "ingest-" + i + "-" + System.nanoTime()),
                _ -> {});
        if (!sent.others().isEmpty()) {
            throw new IllegalStateException("Reminders were refused: " + sent.others());
        }
        var accepted = "SELECT job_id FROM ovhi_orchestrator.comm_job_milestones WHERE milestone = 'delivered'";
        try (var database = new SuiteDatabase(connection.database())) {
            if (!PATIENCE.until(() -> database.count("SELECT COUNT(*) FROM (" + accepted + ") t") >= count)) {
                throw new IllegalStateException("Not all reminders were delivered");
            }
            return database.query(
                    "SELECT id, channel FROM ovhi_orchestrator.comm_jobs WHERE id IN (" + accepted + ")",
                    row -> new Job(row.getString(1), row.getString(2).equals("email")));
        }
    }

    /** Opens of mails and reads of texts, each the first of its job. */
    private boolean milestones(List<Job> jobs, int seconds) throws InterruptedException {
        var count = Math.min(jobs.size(), MILESTONES_PER_SECOND * seconds);
        Map<Awaited, Long> answered = new ConcurrentHashMap<>();
        try (var watch = MilestoneWatch.on(connection.database())) {
            var signed = prepared(count, i -> jobs.get(i).first(posts));
            var outcome = fire.fire(count, MILESTONES_PER_SECOND, signed, i -> {
                var opened = new Awaited(jobs.get(i).id(), "opened");
                answered.put(opened, System.nanoTime());
                watch.await(opened);
            });
            PATIENCE.until(() -> watch.outstanding() == 0);
            var stored = watch.seenAt();
            var millis = answered.entrySet().stream()
                    .flatMap(each -> Stream.ofNullable(stored.get(each.getKey()))
                            .map(at -> Math.max(0, at - each.getValue()) / 1e6))
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            out.printf(
                    "%-16s answered %d of %d, stored %d; 2xx to milestone: p50 %.0f ms, p99 %.0f ms (limit %.0f), max %.0f"
                            + " ms; other answers %s%n",
                    "milestones",
                    answered.size(),
                    count,
                    millis.length,
                    Percentiles.of(millis, 0.50),
                    Percentiles.of(millis, 0.99),
                    MILESTONE_LIMIT_MILLIS,
                    Percentiles.of(millis, 1),
                    outcome.others());
            return millis.length == count && Percentiles.of(millis, 0.99) <= MILESTONE_LIMIT_MILLIS;
        }
    }

    private boolean batches(String title, List<Job> jobs, int perSecond, int seconds) throws InterruptedException {
        var mails = jobs.stream().filter(Job::mail).map(Job::id).toList();
        var number = perSecond * seconds;
        var signed = prepared(number, i -> posts.sendGridBatch("open", mails.get(i % mails.size()), BATCH));
        return report(title, fire.fire(number, perSecond, signed, _ -> {}), number, BATCH);
    }

    private boolean singles(String title, List<Job> jobs, int perSecond, int seconds) throws InterruptedException {
        var texts = jobs.stream().filter(job -> !job.mail()).map(Job::id).toList();
        var number = perSecond * seconds;
        var signed = prepared(
                number,
                i -> posts.twilio("delivered", texts.get(i % texts.size()), "SM%s%d".formatted(title.charAt(0), i)));
        return report(title, fire.fire(number, perSecond, signed, _ -> {}), number, 1);
    }

    /** Written and signed before anything is measured: providers do that on machines of their own. */
    private static IntFunction<HttpRequest> prepared(int number, IntFunction<HttpRequest> request) {
        var requests = IntStream.range(0, number).mapToObj(request).toList();
        return requests::get;
    }

    private boolean report(String title, SteadyFire.Outcome outcome, int requests, int events) {
        out.printf(
                "%-16s %d requests, %.0f events/s; answer: p50 %.0f ms, p90 %.0f ms, p99 %.0f ms (limit %.0f), max %.0f ms;"
                        + " other answers %s%n",
                title,
                outcome.millis().length,
                outcome.millis().length * events / outcome.seconds(),
                outcome.p(0.50),
                outcome.p(0.90),
                outcome.p(0.99),
                ANSWER_LIMIT_MILLIS,
                outcome.p(1),
                outcome.others());
        return outcome.millis().length == requests && outcome.p(0.99) <= ANSWER_LIMIT_MILLIS;
    }

    /**
     * Until everything that was recorded is published and handled, so that each part is measured alone: what is handled
     * publishes anew, so it is looked for more than once.
     */
    private void awaitCalm() throws IOException, InterruptedException, SQLException {
        var begin = System.nanoTime();
        try (var kafka = new KafkaView(suite.getProperty("kafka"));
                var database = new SuiteDatabase(connection.database())) {
            for (var look = 0; look < LOOKS; look++) {
                if (!REST.until(() -> Unrest.unpublished(database) == 0) || !REST.until(() -> kafka.lag() == 0)) {
                    throw new IllegalStateException("The suite does not come to rest");
                }
            }
        }
        out.printf("%-16s after %.0f s%n", "at rest", (System.nanoTime() - begin) / 1e9);
    }

    /** A message that a patient has. */
    private record Job(String id, boolean mail) {

        HttpRequest first(ProviderPosts posts) {
            return mail ? posts.sendGrid("open", List.of(id)) : posts.twilio("read", id, "SMfirst" + id);
        }
    }
}
