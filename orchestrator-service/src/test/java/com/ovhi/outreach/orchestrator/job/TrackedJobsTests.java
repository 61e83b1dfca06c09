package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.time.UtcTime;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.job.Sightings.Seen;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.ObjectOptimisticLockingFailureException;

/** What is seen of jobs is written beside Hibernate, which reads and changes the same rows. */
@ServiceTest(schema = "ovhi_orchestrator")
class TrackedJobsTests extends SeenJobs {

    private final TrackedJobs tracked;
    private final Jobs jobs;
    private final EntityManager entities;
    private final SettableClock clock;

    TrackedJobsTests(
            ApplicationContext beans,
            TrackedJobs tracked,
            Jobs jobs,
            EntityManager entities,
            SettableClock clock,
            @LocalServerPort int port) {
        super(beans, port);
        this.tracked = tracked;
        this.jobs = jobs;
        this.entities = entities;
        this.clock = clock;
    }

    @AfterEach
    void turnBackTheClock() {
        clock.set(SettableClock.START);
    }

    /** A column that is added to the entity has to be read, too. */
    @Test
    void areReadAsHibernateReadsThem() {
        var full = made(SampleJobs.full()).getId();
        var plain = made(SampleJobs.plain()).getId();
        Stream.of(begun(), refused(), sent("SM" + full), failed(), delivered("SM" + full))
                .forEach(seen -> observe(full, seen));
        transactions.executeWithoutResult(_ -> jdbc.sql(
                        "UPDATE comm_jobs SET due_at = ?, moved_at = ?, moved_reason = 'paced', is_called_off = 1 WHERE id = ?")
                .params(UtcTime.of(AT.plusSeconds(90)), UtcTime.of(AT), full.toString())
                .update());
        assertThat(row(full))
                .as("what is not set cannot be missed")
                .doesNotContainValue(null)
                .doesNotContainValue(false);

        for (var job : List.of(full, plain)) {
            transactions.executeWithoutResult(_ -> {
                var read = Objects.requireNonNull(tracked.lock(Set.of(job)).get(job));

                assertThat(read.job())
                        .usingRecursiveComparison()
                        .isEqualTo(jobs.findById(job).orElseThrow());
                assertThat(read.before()).isEqualTo(read.job().observed());
            });
        }
    }

    @Test
    void areNotWrittenWithoutWhatDoesNotFit() {
        var job = made();

        assertThatThrownBy(() -> observe(job, sent("S".repeat(256)))).isInstanceOf(DataAccessException.class);

        assertThat(row(job)).containsEntry("status", "queued");
    }

    @Test
    void areNotHeldWhenTheyHaveChangedSinceTheyWereRead() {
        var job = made();

        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    assertThat(jobs.findById(job)).isPresent();
                    CompletableFuture.runAsync(() -> observe(job, sent("SM1"))).join();
                    sightings.observe(job, delivered("SM1"));
                }))
                .isInstanceOf(ObjectOptimisticLockingFailureException.class);

        assertThat(row(job)).containsEntry("status", "sent").containsEntry("row_version", 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void areNotWrittenOverWhatWasNotRead(int many) {
        var all = IntStream.range(0, many).mapToObj(_ -> made()).toList();
        var changed = all.get(many / 2);

        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    var held = tracked.lock(Set.copyOf(all));
                    held.values().forEach(each -> each.job().observe(sent("SM1"), clock.instant()));
                    jdbc.sql("UPDATE comm_jobs SET row_version = row_version + 1 WHERE id = ?")
                            .param(changed.toString())
                            .update();
                    tracked.write(List.copyOf(held.values()));
                }))
                .isInstanceOf(ObjectOptimisticLockingFailureException.class);

        assertThat(all)
                .allSatisfy(job ->
                        assertThat(row(job)).containsEntry("status", "queued").containsEntry("row_version", 0));
    }

    static Stream<List<Observation>> courses() {
        return Stream.of(
                List.of(begun()),
                List.of(sent("SM1")),
                List.of(begun(), sent("SM1"), delivered("SM1")),
                List.of(delivered("SM1"), begun(), sent("SM1")),
                List.of(begun(), refused(), delivered("SM2"), failed()),
                List.of(failed(), sent("SM1"), failed()),
                List.of(delivered("SM1"), delivered("SM1")));
    }

    /** All columns of both tables, for what is seen together and one after the other. */
    @ParameterizedTest
    @MethodSource("courses")
    void areWrittenAsHibernateWritesThem(List<Observation> course) {
        var together = made();
        var togetherManaged = made();
        var apart = made();
        var apartManaged = made();

        transactions.executeWithoutResult(_ -> sightings.observe(
                course.stream().map(seen -> new Seen(together, null, seen)).toList()));
        transactions.executeWithoutResult(_ ->
                managed(togetherManaged, job -> course.forEach(seen -> job.observe(seen, clock.instant()))));
        for (var seen : course) {
            clock.advance(Duration.ofSeconds(1));
            observe(apart, seen);
            transactions.executeWithoutResult(_ -> managed(apartManaged, job -> job.observe(seen, clock.instant())));
        }

        assertThat(row(together)).isEqualTo(row(togetherManaged));
        assertThat(row(apart)).isEqualTo(row(apartManaged));
        assertThat(milestones(together)).isEqualTo(milestones(togetherManaged));
        assertThat(milestones(apart)).isEqualTo(milestones(apartManaged)).isEqualTo(milestones(together));
    }

    @Test
    void areWhatTheTransactionHasMadeOfThemWhoeverReadsThem() {
        var job = made();

        transactions.executeWithoutResult(_ -> {
            managed(job, Job::callOff);
            sightings.observe(job, delivered("SM1"));
            managed(job, read -> {
                assertThat(read.status()).isEqualTo(JobStatus.DELIVERED);
                assertThat(read.fate().calledOff()).isTrue();
                read.observe(Observation.of(Milestone.REPLIED, AT.plusSeconds(9)), clock.instant());
            });
            sightings.observe(job, failed());
        });

        assertThat(row(job))
                .containsEntry("status", "replied")
                .containsEntry("is_called_off", true)
                .containsEntry("provider_message_id", "SM1")
                .containsEntry("error_message", "30003")
                .containsEntry("row_version", 4);
        assertThat(milestones(job)).containsOnlyKeys("scheduled", "sent", "delivered", "replied", "failed");
    }

    @Test
    void areNotWrittenForWhatIsNoNews() {
        var job = made();
        observe(job, sent("SM1"));
        var before = row(job);

        clock.advance(Duration.ofSeconds(1));
        observe(job, sent("SM1"));

        assertThat(row(job)).isEqualTo(before).containsEntry("row_version", 1);
    }

    @Test
    void areWrittenWhereAMilestoneWasEarlierThanKnown() {
        var job = made();
        observe(job, delivered("SM1"));
        observe(job, new Observation(List.of(Milestone.DELIVERED), AT.minusSeconds(60), 1, "SM1", false, null));

        assertThat(milestones(job)).containsEntry("delivered", AT.minusSeconds(60));
    }

    @Test
    void areNotWrittenAgainByHibernate() {
        var job = made();

        transactions.executeWithoutResult(_ -> {
            managed(job, _ -> {});
            sightings.observe(job, sent("SM1"));
            CountedStatements.forget();
            managed(job, _ -> {});
            entities.flush();
        });

        assertThat(CountedStatements.of(Thread.currentThread().getName()))
                .noneMatch(sql -> sql.toLowerCase(Locale.ROOT).startsWith("update comm_job"));
        assertThat(row(job)).containsEntry("row_version", 1);
    }

    private void managed(UUID id, Consumer<Job> work) {
        work.accept(jobs.lock(id).orElseThrow());
    }
}
