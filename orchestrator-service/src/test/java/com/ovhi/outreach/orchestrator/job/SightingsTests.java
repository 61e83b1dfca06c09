package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.job.Sightings.Done;
import com.ovhi.outreach.orchestrator.job.Sightings.Foreign;
import com.ovhi.outreach.orchestrator.job.Sightings.Seen;
import com.ovhi.outreach.orchestrator.job.Sightings.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What is seen of many jobs at once, and by several at the same time. */
@ServiceTest(schema = "ovhi_orchestrator")
class SightingsTests extends SeenJobs {

    private static final int MANY = 200;

    private final JobLedger ledger;

    SightingsTests(ApplicationContext beans, JobLedger ledger, @LocalServerPort int port) {
        super(beans, port);
        this.ledger = ledger;
    }

    @Test
    void takeNoMoreStatementsForManyJobsThanForTwo() {
        var two = List.of(made(), made());
        var many = IntStream.range(0, MANY).mapToObj(_ -> made()).toList();

        for (var step : Stream.<Function<UUID, Observation>>of(
                        _ -> begun(), job -> sent("SM" + job), job -> delivered("SM" + job))
                .toList()) {
            var few = statements(() -> observe(two, step));

            assertThat(statements(() -> observe(many, step)))
                    .as("of %d reports", MANY)
                    .hasSameSizeAs(few)
                    .as("jobs held, milestones read, jobs, milestones, names, events")
                    .hasSizeLessThanOrEqualTo(6);
        }

        assertThat(many).allSatisfy(job -> assertThat(row(job)).containsEntry("status", "delivered"));
    }

    @Test
    void onlyReadWhenReportsAreNoNews() {
        var job = made();
        observe(job, delivered("SM" + job));

        assertThat(statements(() -> observe(job, delivered("SM" + job))))
                .hasSize(2)
                .allMatch(sql -> sql.startsWith("SELECT"));
    }

    @Test
    void askOnceForWhatIsCrowdedByManyAndNeverForNone() {
        var late = Stream.generate(this::made).limit(3).toList();

        assertThat(statements(() -> ledger.crowdedBy(Set.copyOf(late)))).hasSize(1);
        assertThat(statements(() -> ledger.crowdedBy(Set.of()))).isEmpty();
    }

    /** Each late job crowds what waits for its own patient, itself included should it still wait. */
    @Test
    void tellWhatIsCrowdedByEach() {
        var organization = Clinic.number();
        var patient = Clinic.number();
        var neighbour = Clinic.number();
        var soon = AT.plus(Duration.ofDays(1));
        var late = planned(organization, patient, soon);
        var beside = planned(organization, patient, soon);
        var sent = planned(organization, neighbour, soon);
        observe(sent, sent("SM" + sent));
        var next = planned(organization, neighbour, soon);
        planned(Clinic.number(), patient, soon);
        var cancelled = planned(organization, patient, soon);
        observe(cancelled, Observation.of(Milestone.CANCELLED, AT));
        planned(organization, patient, AT.minus(Duration.ofDays(1)));
        planned(organization, patient, AT.plus(Contacts.WINDOW));

        assertThat(ledger.crowdedBy(Set.of(late, sent)))
                .isEqualTo(Map.of(late, List.of(late, beside), sent, List.of(next)));
    }

    private UUID planned(long organization, long patient, Instant at) {
        return made(SampleJobs.plain(organization, patient, at)).getId();
    }

    private void observe(List<UUID> all, Function<UUID, Observation> seen) {
        transactions.executeWithoutResult(_ -> sightings.observe(
                all.stream().map(job -> new Seen(job, null, seen.apply(job))).toList()));
    }

    private static List<String> statements(Runnable work) {
        CountedStatements.forget();
        work.run();
        return CountedStatements.of(Thread.currentThread().getName());
    }

    /** The second waits for the first, and begins where that has ended. */
    @Test
    void ofOneJobWaitForEachOther() throws ExecutionException, InterruptedException, TimeoutException {
        var job = made();
        var waits = new CountDownLatch(1);
        var second = new CompletableFuture<@Nullable Void>();
        CountedStatements.before("second", "FOR UPDATE", waits::countDown);

        transactions.executeWithoutResult(_ -> {
            sightings.observe(job, sent("SM1"));
            Thread.ofPlatform().name("second").start(() -> {
                try {
                    observe(job, delivered("SM1"));
                    second.complete(null);
                } catch (RuntimeException e) {
                    second.completeExceptionally(e);
                }
            });
            await(waits);
        });
        second.get(20, TimeUnit.SECONDS);

        assertThat(milestones(job)).containsOnlyKeys("scheduled", "sent", "delivered");
        assertThat(row(job)).containsEntry("status", "delivered").containsEntry("row_version", 2);
        assertThat(told(job)).containsExactlyInAnyOrder(Milestone.SENT, Milestone.DELIVERED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whoever has a job adds milestones until it lets go of it. */
    @Test
    void heedWhatWasReachedJustBeforeTheJobWasHeld() {
        var job = made();
        CountedStatements.before(
                Thread.currentThread().getName(),
                "FOR UPDATE",
                () -> CompletableFuture.runAsync(() -> observe(job, sent("SM1")))
                        .join());

        observe(job, delivered("SM1"));

        assertThat(told(job)).containsExactlyInAnyOrder(Milestone.SENT, Milestone.DELIVERED);
    }

    @Test
    void sayWhatCameOfEachAndTouchNobodyElsesJob() {
        var mine = made(SampleJobs.plain());
        var other = made(SampleJobs.plain());
        var before = row(other.getId());

        var noted = transactions.execute(_ -> sightings.observe(List.of(
                new Seen(mine.getId(), mine.organizationId(), sent("SM" + mine.getId())),
                new Seen(other.getId(), mine.organizationId(), sent("SM" + other.getId())),
                new Seen(Ids.next(), null, sent("SM3")))));

        assertThat(noted)
                .containsExactly(new Done(mine.purpose(), Duration.ofSeconds(2)), new Foreign(), new Unknown());
        assertThat(row(other.getId())).isEqualTo(before);
        assertThat(names(mine.getId())).containsExactly("SM" + mine.getId());
        assertThat(names(other.getId())).isEmpty();
    }

    @Test
    void keepEveryNameOfAMessage() {
        var job = made();

        transactions.executeWithoutResult(_ -> sightings.observe(List.of(
                new Seen(job, null, sent("SM1-" + job)),
                new Seen(job, null, delivered("SM1-" + job)),
                new Seen(job, null, delivered("SM0-" + job)))));
        observe(job, sent("SM2-" + job));
        observe(job, delivered("SM1-" + job));

        assertThat(names(job)).containsExactlyInAnyOrder("SM0-" + job, "SM1-" + job, "SM2-" + job);
    }
}
