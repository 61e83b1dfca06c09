package com.ovhi.outreach.local.play;

import com.ovhi.outreach.local.check.evidence.KafkaView;
import com.ovhi.outreach.local.check.evidence.SimulatorsApi;
import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import com.ovhi.outreach.local.check.evidence.Unrest;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Waits until the suite has come to rest. */
final class Stillness implements AutoCloseable {

    private static final Duration LONGEST_REAL = Duration.ofMinutes(15);
    private static final Duration LONGEST_SUITE = Duration.ofDays(21);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int LOOKS_IN_A_ROW = 4;

    private final SuiteClock clock;
    private final SuiteDatabase database;
    private final KafkaView kafka;
    private final SimulatorsApi simulators;
    private final PrintStream out;

    Stillness(SuiteConnection suite, SuiteClock clock, PrintStream out) {
        this.clock = clock;
        this.out = out;
        database = new SuiteDatabase(suite.database());
        kafka = new KafkaView(suite.kafka());
        simulators = new SimulatorsApi(suite.simulators());
    }

    /** Waits until no message, reply or event is left; says so when that takes too long. */
    boolean awaitEnd() throws InterruptedException {
        return await(LONGEST_REAL, clock.instant().plus(LONGEST_SUITE), unrest -> {
            var both = new java.util.ArrayList<>(unrest.motion());
            both.addAll(unrest.waits());
            return both;
        });
    }

    /** Waits until nothing moves; what is not due yet may go on waiting. */
    boolean awaitCalm() throws InterruptedException {
        return await(Duration.ofMinutes(2), Instant.MAX, Unrest::motion);
    }

    private boolean await(Duration longest, Instant suiteEnd, Function<Unrest, List<String>> disturbing)
            throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        var calmLooks = 0;
        long trace = -1;
        var left = List.of("everything");
        while (System.nanoTime() < end && clock.instant().isBefore(suiteEnd)) {
            try {
                var unrest = Unrest.look(database, kafka, simulators);
                left = disturbing.apply(unrest);
                calmLooks = left.isEmpty() && unrest.trace() == trace ? calmLooks + 1 : 0;
                trace = unrest.trace();
            } catch (SQLException | IOException e) {
                left = List.of("an answer (" + e.getMessage() + ")");
                calmLooks = 0;
            }
            if (calmLooks == LOOKS_IN_A_ROW) {
                return true;
            }
            Thread.sleep(LOOK_EVERY);
        }
        out.println("The suite did not come to rest in time; still awaited: "
                + (left.isEmpty() ? "an end of the changes" : String.join(", ", left)));
        return false;
    }

    @Override
    public void close() {
        database.close();
        kafka.close();
    }
}
