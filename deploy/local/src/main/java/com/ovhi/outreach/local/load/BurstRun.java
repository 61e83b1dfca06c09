package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Schedules many reminders for the same instant, asks for urgent messages in the middle of them, lets some patients text
 * STOP and some visits move meanwhile, and waits until it is known what became of all. Says how many were lost or accepted
 * twice, and how long the last one took after it was due.
 */
public final class BurstRun {

    private static final int AT_ONCE = 48;

    /** In the second burst of its life the compiler still takes a fifth of the machine. */
    private static final int WARM_UPS = 2;

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AROUND = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofSeconds(3);
    private static final int CLOSELY = 15;

    /** Of more than that it would be asked in vain: they are on their way. */
    private static final int FEW = 500;

    private static final Duration MOVED_AFTER = Duration.ofSeconds(20);

    private final BurstOptions options;
    private final long first;
    private final BurstRequests requests;
    private final AcceptedMessages accepted;
    private final BurstVisits visits;
    private final SuiteDatabase database;
    private final Clock clock;
    private final PrintStream out;
    private final Set<String> jobs = ConcurrentHashMap.newKeySet();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> urgent = new ConcurrentHashMap<>();
    private BurstFates fates = BurstFates.NONE;
    private long before;
    private int glances;

    private BurstRun(
            BurstOptions options, long first, Properties suite, BurstVisits visits, Clock clock, PrintStream out)
            throws IOException {
        this.options = options;
        this.first = first;
        this.visits = visits;
        this.clock = clock;
        database = new SuiteDatabase(
                SuiteConnection.of(options.folder()).orElseThrow().database());
        this.out = out;
        requests = new BurstRequests(suite);
        accepted = new AcceptedMessages(new SimulatorsApi(suite.getProperty("simulators.url")));
    }

    /** See {@link BurstOptions#USAGE}; exits with 1 when one is lost, doubled or later than it may be. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var options = BurstOptions.parse(args);
        var suite = new Properties();
        try (var in = Files.newInputStream(options.folder().resolve("suite.properties"))) {
            suite.load(in);
        }
        System.exit(run(options, suite, Clock.systemUTC(), System.out) ? 0 : 1);
    }

    private static boolean run(BurstOptions options, Properties suite, Clock clock, PrintStream out)
            throws IOException, InterruptedException {
        var patients = new LoadPatients(suite);
        var before = options.warmUp();
        var all = options.patients() + WARM_UPS * before.patients();
        out.printf("Registering %d patients ...%n", all);
        var feed = new BurstFeed(options.folder());
        var ids = Stream.concat(LoadPatients.first(all).stream(), BurstVisits.patients(options.visits()).stream())
                .toList();
        patients.register(ids);
        feed.add(LoadPatients.told(ids, clock.instant()).toList());
        var visits = new BurstVisits(options.visits(), suite, options.clockFile(), feed, clock);
        if (options.visits() > 0) {
            visits.makeRoom();
        }
        for (var round = 0; before.jobs() > 0 && round < WARM_UPS; round++) {
            out.println("Warming up; these figures are those of a cold suite and count for nothing:");
            var first = LoadPatients.FIRST + options.patients() + round * before.patients();
            new BurstRun(before, first, suite, visits, clock, out).outcome();
            patients.awaitCalm();
        }
        var countedWithin = options.countedWithin();
        var lag = new StatisticsLag(suite);
        if (countedWithin != null) {
            lag.begin();
        }
        var passed = new BurstRun(options, LoadPatients.FIRST, suite, visits, clock, out)
                .outcome()
                .passed();
        if (countedWithin != null) {
            patients.awaitCalm();
            passed &= lag.tell(out) <= countedWithin.toMillis() / 1e3;
        }
        out.println(passed ? "burst: passed" : "burst: FAILED");
        return passed;
    }

    private BurstOutcome outcome() throws IOException, InterruptedException {
        before = accepted.count();
        var due = clock.instant().plus(options.lead());
        out.printf("Scheduling %d reminders for %s ...%n", options.jobs(), due);
        Instant scheduled;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var stopping = threads.submit(() -> {
                stop(due);
                return true;
            });
            var urging = threads.submit(() -> {
                urge(due);
                return true;
            });
            var late = threads.submit(() -> {
                again(due);
                return true;
            });
            var visiting = threads.submit(() -> {
                visit(due);
                return true;
            });
            schedule(first, options.jobs(), suiteTime(due));
            scheduled = clock.instant();
            out.printf("Scheduled %d, refused %s; waiting for the providers ...%n", jobs.size(), requests.refused());
            stopping.get();
            urging.get();
            late.get();
            visiting.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Not all could be asked for", e.getCause());
        }
        var outcome = new BurstOutcome(
                options, due, scheduled, Set.copyOf(jobs), Set.copyOf(stopped), Map.copyOf(urgent), settled(), fates);
        outcome.tell(out);
        if (options.visits() > 0) {
            var used = visits.useLinks(accepted.byJob().values());
            out.printf("%d links into the portal were used, none of them twice%n", used);
        }
        database.close();
        return outcome;
    }

    /** What an instant of the wall's clock is on the suite's. */
    private Instant suiteTime(Instant at) {
        return ClockFile.read(options.clockFile()).instantAt(at);
    }

    private void schedule(long from, int count, Instant sendAt) throws InterruptedException {
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var patient = from; patient < from + count; patient++) {
                var one = patient;
                room.acquire();
                threads.submit(() -> {
                    try {
                        requests.remind(one, sendAt).ifPresent(job -> (mayStop(one) ? stopped : jobs).add(job));
                    } finally {
                        room.release();
                    }
                    return null;
                });
            }
        }
    }

    /** Nobody who is told later texts STOP. */
    private boolean mayStop(long patient) {
        return patient < first + options.jobs() && options.stops(patient);
    }

    /** So that there is something to send when a provider goes away later. */
    private void again(Instant due) throws InterruptedException {
        if (options.again() > 0) {
            sleepUntil(due.plus(options.againAfter()));
            while (options.againWhen() != null && Files.notExists(options.againWhen())) {
                TimeUnit.SECONDS.sleep(1);
            }
            var at = clock.instant().plus(BEFORE);
            schedule(first + options.jobs() + options.urgent(), options.again(), suiteTime(at));
        }
    }

    private void visit(Instant due) throws IOException, InterruptedException {
        if (options.visits() > 0) {
            visits.book(due);
            sleepUntil(due.plus(MOVED_AFTER));
            visits.move();
        }
    }

    /** In no order, spread over the time in which the messages leave. */
    private void stop(Instant due) throws InterruptedException {
        var stopping = new ArrayList<>(LongStream.range(0, options.jobs())
                .map(each -> first + each)
                .filter(options::stops)
                .boxed()
                .toList());
        java.util.Collections.shuffle(stopping, new Random(stopping.size()));
        sleepUntil(due.minus(BEFORE));
        for (var patient : stopping) {
            requests.stop(patient);
            TimeUnit.MILLISECONDS.sleep(AROUND.toMillis() / stopping.size());
        }
    }

    private void urge(Instant due) throws InterruptedException {
        for (var i = 0; i < options.urgent(); i++) {
            sleepUntil(due.plusSeconds(i + 1L));
            var patient = first + options.jobs() + i;
            var asked = clock.instant();
            requests.urge(patient, "urgent-" + patient + "-" + due.getEpochSecond())
                    .ifPresent(job -> urgent.put(job, asked));
        }
    }

    private void sleepUntil(Instant at) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(
                Math.max(0, Duration.between(clock.instant(), at).toMillis()));
    }

    /**
     * The accepted messages by job, once it is known what became of each that must have one, or patience ends. Looks once
     * more after a moment, for what is sent twice need not be sent at once.
     */
    private Map<String, List<LedgerEntry>> settled() throws InterruptedException {
        var wanted = new HashSet<>(jobs);
        wanted.addAll(urgent.keySet());
        new Patience(options.patience(), Duration.ofSeconds(2)).until(() -> {
            try {
                return enough(wanted.size()) && allKnown(wanted);
            } catch (IOException | SQLException e) {
                out.println("The suite does not answer; asking again");
                return false;
            }
        });
        TimeUnit.MILLISECONDS.sleep(LATER.toMillis());
        try {
            accepted.read();
        } catch (IOException e) {
            out.println("The simulators do not answer; what came last is not counted");
        }
        var mine = new HashMap<>(accepted.byJob());
        mine.keySet().removeIf(job -> !isMine(job));
        return mine;
    }

    /** Whether it can be all by the number. Now and then it is looked at closely, whatever the number is. */
    private boolean enough(int wanted) throws IOException {
        return accepted.count() >= before + wanted || ++glances % CLOSELY == 0;
    }

    private boolean allKnown(Set<String> wanted) throws IOException, SQLException {
        accepted.read();
        var missing = new HashSet<>(wanted);
        missing.removeAll(accepted.byJob().keySet());
        if (missing.size() > FEW) {
            return false;
        }
        fates = BurstFates.of(missing, database);
        return missing.stream().allMatch(fates::known);
    }

    private boolean isMine(String job) {
        return jobs.contains(job) || stopped.contains(job) || urgent.containsKey(job);
    }
}
