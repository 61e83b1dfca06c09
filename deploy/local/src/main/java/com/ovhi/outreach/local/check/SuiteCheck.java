package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.SqlInvariants.Query;
import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.EvidenceReader;
import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedPosition;
import com.ovhi.outreach.local.check.evidence.KafkaView;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import com.ovhi.outreach.local.check.evidence.Unrest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Compares the simulators' ledgers with the databases and the feed, believing none of them. */
public final class SuiteCheck {

    /** How long the suite may take to calm down, or the database to come back. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int SHOWN = 5;

    private static final String USAGE = """
            Usage: deploy/check [options]
              --data FOLDER   where the suite keeps its data (default: .outreach)
              --feed FILE     what was played (default: deploy/sample-data/events.ndjson)
              --at-any-time   only what must hold in the databases at every moment, such as right after a fault
              --after-chaos   also that everything has happened that shall be tried in a chaos run
            """;

    private final PrintStream out;

    private SuiteCheck(PrintStream out) {
        this.out = out;
    }

    /** Checks the suite of a data folder and exits: 0 when nothing is wrong. */
    public static void main(String[] args) {
        var out = System.out;
        var folder = Path.of(".outreach");
        var feed = Feed.SAMPLE;
        var atAnyTime = false;
        var afterChaos = false;
        for (var words = List.of(args).iterator(); words.hasNext(); ) {
            var word = words.next();
            if (word.equals("--data") && words.hasNext()) {
                folder = Path.of(words.next());
            } else if (word.equals("--feed") && words.hasNext()) {
                feed = Path.of(words.next());
            } else if (word.equals("--at-any-time")) {
                atAnyTime = true;
            } else if (word.equals("--after-chaos")) {
                afterChaos = true;
            } else {
                out.print(USAGE);
                System.exit(word.equals("--help") ? 0 : 1);
            }
        }
        System.exit(run(folder.toAbsolutePath().normalize(), feed, atAnyTime, afterChaos, out) ? 0 : 1);
    }

    private static boolean run(Path folder, Path feed, boolean atAnyTime, boolean afterChaos, PrintStream out) {
        try {
            var suite = SuiteConnection.of(folder);
            if (suite.isEmpty()) {
                out.println("No suite was started in " + folder + ". Start it in another terminal: deploy/up");
                return false;
            }
            if (atAnyTime) {
                return now(suite.get(), out);
            }
            var holds = run(suite.get(), Feed.read(feed), out);
            return (!afterChaos || occurred(suite.get(), out)) && holds;
        } catch (IOException e) {
            out.println("Nothing can be checked: " + e.getMessage());
            return false;
        }
    }

    /** Checks and tells; false when something is wrong or cannot be checked. */
    public static boolean run(SuiteConnection suite, Feed feed, PrintStream out) {
        try (var database = new SuiteDatabase(suite.database())) {
            var check = new SuiteCheck(out);
            check.awaitCalm(suite, database);
            var position = FeedPosition.read(suite.folder()).orElse(FeedPosition.NONE);
            var reader = new EvidenceReader(suite, database, Clock.systemUTC());
            var evident = judge(reader.read(feed.first(position.published()), position.speed()), out);
            return judge(database, out) && evident;
        } catch (SQLException | IOException e) {
            out.println("Nothing can be checked, the suite does not answer: " + e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What holds at every moment. The database may just have been killed, so it is waited for. */
    private static boolean now(SuiteConnection suite, PrintStream out) {
        var always = SqlInvariants.all().stream().filter(Query::atAnyTime).toList();
        var end = System.nanoTime() + PATIENCE.toNanos();
        try (var database = new SuiteDatabase(suite.database())) {
            while (true) {
                try {
                    return judge(always, database, out);
                } catch (SQLException e) {
                    if (System.nanoTime() - end > 0) {
                        out.println("Nothing can be checked, the database does not answer: " + e.getMessage());
                        return false;
                    }
                }
                Thread.sleep(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean occurred(SuiteConnection suite, PrintStream out) {
        try (var database = new SuiteDatabase(suite.database())) {
            return Occurrences.tell(database, out);
        } catch (SQLException e) {
            out.println("Nothing can be counted, the database does not answer: " + e.getMessage());
            return false;
        }
    }

    /** What must hold. */
    static List<Invariant> invariants() {
        return Stream.of(
                        Substance.invariants(),
                        OnceOnly.invariants(),
                        NothingLost.invariants(),
                        SendHours.invariants(),
                        OptOuts.invariants(),
                        ProviderCalls.invariants(),
                        Bookkeeping.invariants(),
                        Privacy.invariants())
                .flatMap(List::stream)
                .toList();
    }

    /** Tells of each invariant whether it holds; true when all do. */
    static boolean judge(Evidence evidence, PrintStream out) {
        var speed = evidence.moment().fastest();
        out.println();
        out.printf(
                Locale.ROOT,
                "Checking %d jobs and %d accepted messages against %d events. A message may reach its provider %d s of"
                        + " the suite's time after its hours have ended (2 real seconds at %.0f x).%n",
                evidence.jobs().size(),
                evidence.messages().count(),
                evidence.feed().events().size(),
                SendHours.tolerance(speed).toSeconds(),
                speed);
        var violated = 0;
        for (var invariant : invariants()) {
            var violations = invariant.violations(evidence);
            tell(invariant.name(), violations, out);
            violated += violations.isEmpty() ? 0 : 1;
        }
        out.println(
                violated == 0
                        ? "All of it holds."
                        : "!!! THE CHECK FAILED: " + violated + " of "
                                + invariants().size() + " do not hold. !!!");
        return violated == 0;
    }

    /** Tells of each invariant that is a query whether it holds; true when all do. */
    static boolean judge(SuiteDatabase database, PrintStream out) throws SQLException {
        out.println("And in the databases:");
        return judge(SqlInvariants.all(), database, out);
    }

    private static boolean judge(List<Query> queries, SuiteDatabase database, PrintStream out) throws SQLException {
        var violated = 0;
        for (var query : queries) {
            var violations = query.violations(database);
            tell(query.name(), violations, out);
            violated += violations.isEmpty() ? 0 : 1;
        }
        out.println(
                violated == 0
                        ? "All of it holds."
                        : "!!! THE CHECK FAILED: " + violated + " of " + queries.size()
                                + " do not hold in the databases. !!!");
        return violated == 0;
    }

    private static void tell(String name, List<String> violations, PrintStream out) {
        out.printf(Locale.ROOT, "  %-5s %-66s %d%n", violations.isEmpty() ? "ok" : "WRONG", name, violations.size());
        violations.stream().limit(SHOWN).forEach(each -> out.println("          " + each));
    }

    /** What is on its way belongs to nobody yet. */
    private void awaitCalm(SuiteConnection suite, SuiteDatabase database)
            throws SQLException, IOException, InterruptedException {
        var simulators = new SimulatorsApi(suite.simulators());
        var end = System.nanoTime() + PATIENCE.toNanos();
        try (var kafka = new KafkaView(suite.kafka())) {
            var unrest = Unrest.look(database, kafka, simulators);
            while (!unrest.motion().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(Duration.ofMillis(500));
                unrest = Unrest.look(database, kafka, simulators);
            }
            if (!unrest.motion().isEmpty()) {
                out.println("The suite is busy (" + String.join(", ", unrest.motion())
                        + "); what is on its way may look wrong.");
            }
        }
    }
}
