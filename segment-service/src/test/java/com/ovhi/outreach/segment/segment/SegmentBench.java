package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.segment.BenchDatabase;
import com.ovhi.outreach.segment.population.PopulationChanges;
import com.ovhi.outreach.segment.population.Selections;
import com.ovhi.outreach.segment.population.VisitStatus;
import com.ovhi.outreach.segment.rule.Family;
import com.ovhi.outreach.segment.rule.Rule;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How fast a million patients are sorted: {@code deploy/load/segments}. The outbox is written but not sent. Not among the
 * tests of a build.
 */
@ServiceTest(schema = "ovhi_segment")
@TestPropertySource(properties = "outreach.outbox.enabled=false")
class SegmentBench {

    private static final int PATIENTS = Integer.getInteger("outreach.bench.patients", 1_000_000);
    private static final int EVENTS = Integer.getInteger("outreach.bench.events", 20_000);
    private static final long ORGANIZATION = 77;
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final int RUNS = 5;
    private static final int POLL = 500;
    private static final Viewer NOBODY = new Viewer("bench", true, null, null);
    private static final String TYPICAL = """
            {"and": [{"==": [{"var": "language"}, "es"]}, {">=": [{"var": "age"}, 50]}, {"var": "marketing_sms"},
                {">=": [{"var": "no_shows_within.365"}, 1]}, {"==": [{"var": "next_visit"}, null]},
                {"==": [{"var": "opened_within.90"}, 0]}]}""";

    private final Selections selections;
    private final Segmentation segmentation;
    private final SegmentEvaluation evaluation;
    private final Previews previews;
    private final PopulationChanges changes;
    private final TouchedPatients touched;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    SegmentBench(
            Selections selections,
            Segmentation segmentation,
            SegmentEvaluation evaluation,
            Previews previews,
            PopulationChanges changes,
            TouchedPatients touched,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SettableClock clock) {
        this.selections = selections;
        this.segmentation = segmentation;
        this.evaluation = evaluation;
        this.previews = previews;
        this.changes = changes;
        this.touched = touched;
        this.jdbc = jdbc;
        this.transactions = transactions;
        clock.set(SettableClock.START);
    }

    @Test
    void sortsAMillionPatients() throws SQLException {
        BenchDatabase.enlarge();
        var filled = timed(() -> {
            new BenchPopulation(jdbc, transactions, TODAY, ORGANIZATION, 42).write(PATIENTS);
            return PATIENTS;
        });
        say("%,d patients written in %,d ms", PATIENTS, filled.millis());

        var rule = Rule.stored(TYPICAL);
        var counted = best(() -> selections.count(ORGANIZATION, rule, TODAY));
        say("count of 6 clauses: %,d patients in %,d ms", counted.value(), counted.millis());

        try (var duck = new DuckDbFilter(jdbc, ORGANIZATION, TODAY)) {
            var theirs = duck.run(RUNS);
            say(
                    "DuckDB counts the same filter in %,d ms: we take %.1f times as long",
                    theirs.millis(), (double) counted.millis() / Math.max(1, theirs.millis()));
            assertThat(theirs.count()).isEqualTo(counted.value());
        }

        var segment = segmentation.create(
                ORGANIZATION,
                new Segmentation.Draft("Typical", null, ContractJson.mapper().readTree(TYPICAL), null),
                "bench");
        var first = timed(() -> evaluation.evaluate(segment).orElseThrow());
        say("first evaluation: %,d members written in %,d ms", first.value().entered(), first.millis());
        var again = best(() -> evaluation.evaluate(segment).orElseThrow());
        say("evaluation: %,d ms", again.millis());

        var tree = ContractJson.mapper().readTree(TYPICAL);
        var preview = IntStream.range(0, 20)
                .mapToObj(_ -> timed(() -> previews.preview(ORGANIZATION, tree, false, NOBODY)))
                .toList();
        var slowest = preview.stream().mapToLong(Timed::millis).max().orElseThrow();
        say(
                "preview: slowest of 20 %,d ms; %,d +- %,d meant",
                slowest,
                preview.getLast().value().count(),
                preview.getLast().value().margin());

        var perSecond = incremental();
        var runtime = Runtime.getRuntime();
        say("heap: at most %,d MiB", runtime.maxMemory() >> 20);
        assertThat(again.millis()).isLessThanOrEqualTo(3_000);
        assertThat(slowest).isLessThanOrEqualTo(500);
        assertThat(perSecond).isGreaterThanOrEqualTo(1_000);
    }

    /** Visits end, as many in a transaction as are polled together; twenty segments ask for visits. */
    private double incremental() {
        for (var i = 0; i < 20; i++) {
            var rules = "{\"and\": [{\">=\": [{\"var\": \"no_shows_within.365\"}, " + (i % 4 + 1)
                    + "]}, {\">\": [{\"var\": \"age\"}, " + i + "]}]}";
            var draft = new Segmentation.Draft(
                    "Visits " + i, null, ContractJson.mapper().readTree(rules), null);
            var segment = segmentation.create(ORGANIZATION, draft, "bench");
            evaluation.evaluate(segment);
        }
        var random = new Random(7);
        events(random, EVENTS / 10);
        var took = timed(() -> events(random, EVENTS));
        var perSecond = EVENTS * 1000.0 / Math.max(1, took.millis());
        say("incremental: %,.0f events/s, %.2f ms each", perSecond, 1000 / perSecond);
        return perSecond;
    }

    private int events(Random random, int count) {
        for (var i = 0; i < count; i += POLL) {
            transactions.executeWithoutResult(status -> {
                for (var j = 0; j < POLL; j++) {
                    var visit = 2 * (BenchPopulation.BEFORE_FIRST + 1) + random.nextInt(2 * PATIENTS);
                    touched.touched(
                            changes.closed(
                                    new AppointmentClosed(visit, 2 + random.nextInt(9), visit / 2, ORGANIZATION),
                                    random.nextBoolean() ? VisitStatus.NO_SHOW : VisitStatus.COMPLETED),
                            Set.of(Family.VISITS));
                }
            });
        }
        return count;
    }

    private static <T> Timed<T> best(Supplier<T> work) {
        return IntStream.range(0, RUNS)
                .mapToObj(_ -> timed(work))
                .reduce((one, other) -> one.millis() <= other.millis() ? one : other)
                .orElseThrow();
    }

    private static <T> Timed<T> timed(Supplier<T> work) {
        var begin = System.nanoTime();
        var value = work.get();
        return new Timed<>(value, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private static void say(String format, Object... values) {
        System.out.println("segments: " + String.format(Locale.ROOT, format, values));
    }

    private record Timed<T>(T value, long millis) {}
}
