package com.ovhi.outreach.preference.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AuditCheckpointed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestServers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ServiceTest(schema = "ovhi_preference")
class AuditChainServiceTests {

    private static final AtomicLong ORGANIZATIONS = new AtomicLong(70_000);

    private final AuditChain chain;
    private final CheckpointJob checkpoints;
    private final Verification verification;
    private final JdbcTemplate jdbc;
    private final TestKafka kafka;
    private final SettableClock clock;
    private final TransactionTemplate transactions;
    private final long organization = ORGANIZATIONS.incrementAndGet();

    AuditChainServiceTests(
            AuditChain chain,
            CheckpointJob checkpoints,
            Verification verification,
            JdbcTemplate jdbc,
            TestKafka kafka,
            SettableClock clock,
            PlatformTransactionManager transactions) {
        this.chain = chain;
        this.checkpoints = checkpoints;
        this.verification = verification;
        this.jdbc = jdbc;
        this.kafka = kafka;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void verifiesWhatItWrote() {
        append(25);

        var verdict = verification.verify(organization);

        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.entries()).isEqualTo(25);
        assertThat(verdict.topicRead()).isTrue();
        assertThat(verification.verify(ORGANIZATIONS.incrementAndGet()).intact())
                .isTrue();
    }

    @Test
    void writesAnEventOnce() {
        var entry = entry("twice-" + UUID.randomUUID());

        assertThat(append(entry)).isTrue();
        assertThat(append(entry)).isFalse();
        assertThat(verification.verify(organization).entries()).isEqualTo(1);
    }

    @Test
    void countsWithoutGapsWhateverFailsInBetween() throws InterruptedException {
        var writers = Executors.newFixedThreadPool(6);
        for (var i = 0; i < 240; i++) {
            var number = i;
            writers.execute(() -> transactions.executeWithoutResult(status -> {
                chain.append(List.of(entry("race-" + organization + "-" + number % 200)));
                if (number % 5 == 0) {
                    status.setRollbackOnly();
                }
            }));
        }
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        var verdict = verification.verify(organization);
        assertThat(verdict.intact()).isTrue();
        assertThat(count("SELECT COUNT(*) FROM comm_audit_log WHERE organization_id = ?"))
                .isEqualTo(verdict.entries())
                .isEqualTo(count("SELECT COUNT(DISTINCT event_id) FROM comm_audit_log WHERE organization_id = ?"))
                .isGreaterThanOrEqualTo(160);
    }

    @Test
    void losesNothingAndLeavesNothingHalfDoneWhenTheConnectionDies() {
        append(3);

        var failure = catchThrowable(() -> transactions.executeWithoutResult(status -> {
            chain.append(List.of(entry("killed-" + organization)));
            asRoot("KILL " + jdbc.queryForObject("SELECT CONNECTION_ID()", Long.class));
        }));
        assertThat(failure).isNotNull();
        assertThat(append(entry("killed-" + organization))).isTrue();

        var verdict = verification.verify(organization);
        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.entries()).isEqualTo(4);
    }

    @Test
    void findsAnEditedEntry() {
        append(10);

        tamper("UPDATE comm_audit_log SET user_id = 'somebody else' WHERE organization_id = %d AND seq = 4");

        assertFound(4, Tampering.EDITED);
    }

    @Test
    void findsEditedDetails() {
        append(10);

        tamper("UPDATE comm_audit_log SET details = '{\"what\":\"nothing\"}' WHERE organization_id = %d AND seq = 4");

        assertFound(4, Tampering.EDITED);
    }

    @Test
    void findsADeletedEntry() {
        append(10);

        tamper("DELETE FROM comm_audit_log WHERE organization_id = %d AND seq = 4");

        assertFound(4, Tampering.DELETED);
    }

    @Test
    void findsReorderedEntries() {
        append(10);

        tamper("UPDATE comm_audit_log SET seq = -4 WHERE organization_id = %d AND seq = 4");
        tamper("UPDATE comm_audit_log SET seq = 4 WHERE organization_id = %d AND seq = 7");
        tamper("UPDATE comm_audit_log SET seq = 7 WHERE organization_id = %d AND seq = -4");

        assertFound(4, Tampering.REORDERED);
    }

    @Test
    void findsAnInsertedEntry() {
        append(10);

        tamper("UPDATE comm_audit_log SET seq = seq + 1 WHERE organization_id = %d AND seq >= 4 ORDER BY seq DESC");
        tamper("""
                INSERT INTO comm_audit_log (organization_id, seq, created_at, event_id, user_id, action, occurred_at,
                key_id, previous_hash, hash)
                SELECT organization_id, 4, created_at, 'forged', user_id, action, occurred_at, key_id, previous_hash, hash
                FROM comm_audit_log WHERE organization_id = %d AND seq = 5""");
        tamper("UPDATE audit_chains SET seq = seq + 1 WHERE organization_id = %d");

        assertFound(4, Tampering.INSERTED);
    }

    @Test
    void findsAnEntryBehindTheEnd() {
        append(10);

        tamper("""
                INSERT INTO comm_audit_log (organization_id, seq, created_at, event_id, user_id, action, occurred_at,
                key_id, previous_hash, hash)
                SELECT organization_id, 11, created_at, 'forged', user_id, action, occurred_at, key_id, hash, hash
                FROM comm_audit_log WHERE organization_id = %d AND seq = 10""");

        assertFound(11, Tampering.INSERTED);
    }

    @Test
    void findsATruncatedEnd() {
        append(10);

        tamper("DELETE FROM comm_audit_log WHERE organization_id = %d AND seq >= 8");

        assertFound(8, Tampering.TRUNCATED);
    }

    @Test
    void findsATruncatedEndThroughThePublishedCheckpointAlthoughTheTablesAgree() {
        append(10);
        clock.advance(Duration.ofMinutes(2));
        awaitPublished(10);

        tamper("""
                UPDATE audit_chains head JOIN comm_audit_log last
                ON last.organization_id = head.organization_id AND last.seq = 7
                SET head.seq = 7, head.hash = last.hash, head.checkpoint_seq = 0 WHERE head.organization_id = %d""");
        tamper("DELETE FROM comm_audit_log WHERE organization_id = %d AND seq >= 8");
        tamper("DELETE FROM audit_checkpoints WHERE organization_id = %d");

        assertFound(8, Tampering.TRUNCATED);
    }

    @Test
    void findsAForgedCheckpoint() {
        append(10);
        publish(10);

        tamper("INSERT INTO audit_checkpoints SELECT organization_id, 5, hash, signed_at, key_id, signature"
                + " FROM audit_checkpoints WHERE organization_id = %d");

        assertFound(5, Tampering.CHECKPOINT_FORGED);
    }

    @Test
    void signsAfterAThousandEntries() {
        append(1_001);

        var signed = kafka.await(
                Topics.AUDIT_CHECKPOINT,
                AuditCheckpointed.class,
                each -> Objects.equals(each.organizationId(), organization));
        assertThat(signed.seq()).isEqualTo(1_000);
        var verdict = verification.verify(organization);
        assertThat(verdict.intact()).isTrue();
        assertThat(verdict.checkpoints()).isEqualTo(1);
    }

    @Test
    void keepsOnlyWhatIsOldEnoughOutOfAVerification() {
        append(10);
        publish(10);
        append(5);
        tamper("DELETE FROM comm_audit_log WHERE organization_id = %d AND seq <= 10");

        assertFound(1, Tampering.DELETED);
        var now = clock.instant();
        try {
            clock.advance(Duration.ofDays(6 * 366));
            var verdict = verification.verify(organization);
            assertThat(verdict.intact()).isTrue();
            assertThat(verdict.firstSeq()).isEqualTo(11);
            assertThat(verdict.entries()).isEqualTo(5);
        } finally {
            clock.set(now);
        }
    }

    private void assertFound(long seq, Tampering kind) {
        var verdict = verification.verify(organization);
        assertThat(verdict.intact()).isFalse();
        assertThat(verdict.firstBadSeq()).isEqualTo(seq);
        assertThat(verdict.kind()).isEqualTo(kind);
    }

    private void publish(long seq) {
        clock.advance(Duration.ofMinutes(2));
        checkpoints.run();
        awaitPublished(seq);
    }

    private void awaitPublished(long seq) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Objects.equals(verification.verify(organization).publishedSeq(), seq));
    }

    private void append(int entries) {
        for (var i = 0; i < entries; i++) {
            assertThat(append(entry(UUID.randomUUID().toString()))).isTrue();
        }
    }

    private boolean append(AuditEntry entry) {
        return Objects.equals(1, transactions.execute(status -> chain.append(List.of(entry))));
    }

    private AuditEntry entry(String eventId) {
        return new AuditEntry(
                eventId,
                organization,
                1176L,
                "tester",
                "access",
                Map.of("what", "preferences", "note", "Grüße ☂"),
                "127.0.0.1",
                "JUnit",
                clock.instant());
    }

    private long count(String sql) {
        var count = jdbc.queryForObject(sql, Long.class, organization);
        return count == null ? 0 : count;
    }

    private void tamper(String sql) {
        Attacker.run(sql.formatted(organization));
    }

    private static void asRoot(String sql) {
        var database = TestServers.database();
        try (var connection = DriverManager.getConnection(
                        database.url("ovhi_preference"), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
