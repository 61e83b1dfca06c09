package com.ovhi.outreach.scheduler.dispatch;

import static com.ovhi.outreach.scheduler.window.Windows.routine;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.scheduler.queue.DueQueue;
import com.ovhi.outreach.scheduler.queue.Route;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How fast the due-queue releases, beside db-scheduler and Quartz (JDBC store) on the same server, and what a claim costs
 * while millions wait: {@code deploy/load/due-queue}. A release of ours judges the window and writes the order into the
 * outbox; the jobs of the others do nothing. Not among the tests of a build.
 */
@ServiceTest(schema = "ovhi_scheduler")
@TestPropertySource(properties = {"outreach.outbox.enabled=false", "outreach.scheduler.dispatch.enabled=false"})
class DueQueueBench {

    private static final Route ROUTE = new Route(Lane.PRIORITY, Channel.EMAIL);
    private static final int OURS = Integer.getInteger("outreach.bench.jobs", 20_000);
    private static final int THEIRS = Integer.getInteger("outreach.bench.jobs.theirs", 5_000);
    private static final int MILLIONS = Integer.getInteger("outreach.bench.waiting", 5_000_000);
    private static final int THREADS = 8;
    private static final int ROUNDS = 3;
    private static final long NOISE = 9_900;
    private static final CountDownLatch[] QUARTZ = new CountDownLatch[1];

    private final Dispatching dispatching;
    private final DueQueue queue;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Instant now = SettableClock.START;

    DueQueueBench(
            Dispatching dispatching,
            DueQueue queue,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettableClock clock) {
        this.dispatching = dispatching;
        this.queue = queue;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        clock.set(now);
    }

    @Test
    void releasesFasterThanOthersAndClaimsAtOnePriceHoweverManyWait() throws Exception {
        var ours = 0.0;
        var dbScheduler = 0.0;
        var quartz = 0.0;
        try (var pool = pool()) {
            for (var round = 1; round <= ROUNDS; round++) {
                ours = Math.max(ours, ours());
                dbScheduler = Math.max(dbScheduler, dbScheduler(pool));
                quartz = Math.max(quartz, quartz(pool));
                System.out.printf(
                        "due-queue: round %d, best so far: ours %.0f/s, db-scheduler %.0f/s, Quartz %.0f/s%n",
                        round, ours, dbScheduler, quartz);
            }
        }
        System.out.printf("due-queue: %.1f times db-scheduler, %.1f times Quartz%n", ours / dbScheduler, ours / quartz);

        wait(10_000);
        claimCost();
        var few = claimCost();
        wait(MILLIONS - 10_000);
        claimCost();
        var many = claimCost();
        System.out.printf(
                "due-queue: a claim of 100 takes %.2f ms with 10,000 waiting, %.2f ms with %,d: %.2f times%n",
                few, many, MILLIONS, many / few);
        assertThat(ours / dbScheduler).isGreaterThanOrEqualTo(3);
        assertThat(ours / quartz).isGreaterThanOrEqualTo(8);
        assertThat(many / few).isLessThanOrEqualTo(1.2);
    }

    private double ours() {
        due(OURS);
        var begin = System.nanoTime();
        var released = IntStream.range(0, 2).mapToObj(_ -> CompletableFuture.supplyAsync(this::drain)).toList().stream()
                .mapToInt(CompletableFuture::join)
                .sum();
        var rate = rate(OURS, begin);
        assertThat(released).isEqualTo(OURS);
        var orders = transactions.execute(_ -> jdbc.queryForObject("SELECT COUNT(*) FROM outbox", Integer.class));
        assertThat(orders).isEqualTo(OURS);
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM outbox"));
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM due_queue"));
        return rate;
    }

    private int drain() {
        var total = 0;
        for (var jobs = 1; jobs > 0; total += jobs) {
            jobs = dispatching.dispatchDue(ROUTE, 500).jobs();
        }
        return total;
    }

    private static double dbScheduler(HikariDataSource pool) throws Exception {
        execute(pool, "DROP TABLE IF EXISTS scheduled_tasks", """
                CREATE TABLE scheduled_tasks (task_name VARCHAR(40) NOT NULL, task_instance VARCHAR(40) NOT NULL,
                    task_data BLOB, execution_time TIMESTAMP(6) NOT NULL, picked BOOLEAN NOT NULL,
                    picked_by VARCHAR(50), last_success TIMESTAMP(6) NULL, last_failure TIMESTAMP(6) NULL,
                    consecutive_failures INT, last_heartbeat TIMESTAMP(6) NULL, version BIGINT NOT NULL,
                    priority SMALLINT, PRIMARY KEY (task_name, task_instance),
                    INDEX execution_time_idx (execution_time), INDEX last_heartbeat_idx (last_heartbeat))""");
        var done = new CountDownLatch(THEIRS);
        var task = Tasks.oneTime("bench").execute((_, _) -> done.countDown());
        var scheduler = Scheduler.create(pool, task)
                .threads(THREADS)
                .pollingInterval(Duration.ofMillis(100))
                .pollUsingLockAndFetch(0.5, 4.0)
                .build();
        var instances = new ArrayList<TaskInstance<?>>();
        IntStream.range(0, THEIRS).forEach(i -> instances.add(task.instance(Integer.toString(i))));
        scheduler.scheduleBatch(instances, Instant.now().minusSeconds(1));
        var begin = System.nanoTime();
        scheduler.start();
        assertThat(done.await(5, TimeUnit.MINUTES)).isTrue();
        var rate = rate(THEIRS, begin);
        scheduler.stop();
        return rate;
    }

    private static double quartz(HikariDataSource pool) throws Exception {
        execute(pool, quartzTables());
        DBConnectionManager.getInstance().addConnectionProvider("bench", new Pooled(pool));
        var factory = new StdSchedulerFactory(quartzProperties());
        var scheduler = factory.getScheduler();
        QUARTZ[0] = new CountDownLatch(THEIRS);
        for (var i = 0; i < THEIRS; i++) {
            scheduler.scheduleJob(
                    JobBuilder.newJob(Nothing.class)
                            .withIdentity(Integer.toString(i))
                            .build(),
                    TriggerBuilder.newTrigger()
                            .withIdentity(Integer.toString(i))
                            .startNow()
                            .build());
        }
        var begin = System.nanoTime();
        scheduler.start();
        assertThat(QUARTZ[0].await(10, TimeUnit.MINUTES)).isTrue();
        var rate = rate(THEIRS, begin);
        scheduler.shutdown(true);
        return rate;
    }

    private static Properties quartzProperties() {
        var properties = new Properties();
        properties.putAll(Map.of(
                "org.quartz.scheduler.instanceId", "AUTO",
                "org.quartz.scheduler.skipUpdateCheck", "true",
                "org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(THREADS),
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", Integer.toString(THREADS),
                "org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
                "org.quartz.jobStore.dataSource", "bench",
                "org.quartz.jobStore.isClustered", "true",
                "org.quartz.jobStore.acquireTriggersWithinLock", "true",
                "org.quartz.jobStore.misfireThreshold", "3600000"));
        return properties;
    }

    private static String[] quartzTables() throws IOException {
        try (var in = Job.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_mysql_innodb.sql")) {
            var script = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return script.lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("--"))
                    .reduce("", (a, b) -> a + "\n" + b)
                    .replaceAll("(?i)commit;", "")
                    .split(";");
        }
    }

    /** The median of some claims of 100 jobs that are due, in milliseconds; nothing is kept. */
    private double claimCost() {
        due(1_000);
        var costs = new ArrayList<Long>();
        for (var i = 0; i < 200; i++) {
            transactions.executeWithoutResult(status -> {
                var begin = System.nanoTime();
                assertThat(queue.claim(ROUTE, now, 100)).hasSize(100);
                costs.add(System.nanoTime() - begin);
                status.setRollbackOnly();
            });
        }
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM due_queue WHERE organization_id <> ?", NOISE));
        return costs.stream().sorted().toList().get(costs.size() / 2) / 1e6;
    }

    private void due(int jobs) {
        var window = ContractJson.writeText(routine("America/New_York"));
        var rows = IntStream.range(0, jobs)
                .mapToObj(i -> new Object[] {
                    Ids.next().toString(),
                    Ids.next().toString(),
                    16L,
                    1_000_000 + i,
                    Timestamp.from(now.minusMillis(i % 1_000)),
                    Timestamp.from(now.plus(Duration.ofDays(1))),
                    window
                })
                .toList();
        for (var from = 0; from < jobs; from += 1_000) {
            var some = rows.subList(from, Math.min(jobs, from + 1_000));
            transactions.executeWithoutResult(_ -> jdbc.batchUpdate("""
                    INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                        expires_at, send_window, content, state)
                    VALUES (?, ?, ?, ?, 'appt_reminder', 'email', 'priority', ?, ?, ?, 'c2VhbGVk', 'waiting')""", some));
        }
    }

    /** Adds jobs that are due in the weeks to come. */
    private void wait(int jobs) {
        jdbc.execute("CREATE TABLE IF NOT EXISTS bench_numbers (n INT NOT NULL PRIMARY KEY)");
        transactions.executeWithoutResult(_ -> jdbc.batchUpdate(
                "INSERT IGNORE INTO bench_numbers (n) VALUES (?)",
                IntStream.range(0, 1_000).mapToObj(i -> new Object[] {i}).toList()));
        for (var done = 0; done < jobs; done += 10_000) {
            var first = existing();
            transactions.executeWithoutResult(_ -> jdbc.update("""
                    INSERT INTO due_queue (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, due_at,
                        expires_at, send_window, content, state)
                    SELECT CONCAT('ffff', LPAD(HEX(? + a.n * 1000 + b.n), 32, '0')), 'x', ?, ? + a.n * 1000 + b.n,
                        'appt_reminder', 'email', 'priority',
                        TIMESTAMPADD(SECOND, 60 + (? + a.n * 1000 + b.n) DIV 2, ?), '2037-01-01', '{}', 'x', 'waiting'
                    FROM bench_numbers a, bench_numbers b WHERE a.n < 10""", first, NOISE, first, first, Timestamp.from(now)));
        }
        jdbc.execute("ANALYZE TABLE due_queue");
    }

    private long existing() {
        var count = transactions.execute(_ -> jdbc.queryForObject(
                "SELECT COALESCE(MAX(patient_id) + 1, 0) FROM due_queue WHERE organization_id = " + NOISE
                        + " AND job_id = (SELECT MAX(job_id) FROM due_queue)",
                Long.class));
        return count == null ? 0 : count;
    }

    private static double rate(int jobs, long begin) {
        return jobs * 1e9 / (System.nanoTime() - begin);
    }

    /** With the settings of the service's own pool, but committing by itself as the others expect. */
    private static HikariDataSource pool() {
        var database = TestServers.database();
        var pool = new HikariDataSource();
        pool.setJdbcUrl(database.url("ovhi_scheduler")
                + "&rewriteBatchedStatements=true&cachePrepStmts=true&prepStmtCacheSize=256&prepStmtCacheSqlLimit=8192"
                + "&cacheServerConfiguration=true&useLocalSessionState=true&elideSetAutoCommits=true");
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setMaximumPoolSize(THREADS + 4);
        return pool;
    }

    private static void execute(HikariDataSource pool, String... statements) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            for (var each : List.of(statements)) {
                if (!each.isBlank()) {
                    statement.execute(each);
                }
            }
        }
    }

    /** A job that only says that it ran. */
    public static final class Nothing implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            QUARTZ[0].countDown();
        }
    }

    private record Pooled(HikariDataSource pool) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return pool.getConnection();
        }

        @Override
        public void shutdown() {}

        @Override
        public void initialize() {}
    }
}
