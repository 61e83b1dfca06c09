package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.segment.Api;
import com.ovhi.outreach.segment.OvhiFeed;
import com.ovhi.outreach.segment.population.Engagement;
import com.ovhi.outreach.segment.population.EngagementKind;
import java.sql.Timestamp;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What happened between the suite and many patients costs as many statements as what happened to few, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class JointEngagementServiceTests {

    private final TouchedPatients touched;
    private final TransactionOperations transactions;
    private final JdbcClient jdbc;
    private final SettableClock clock;
    private final Api manager;
    private final long organization;

    JointEngagementServiceTests(
            TouchedPatients touched,
            TransactionOperations transactions,
            TestKafka kafka,
            TestTokens tokens,
            JdbcClient jdbc,
            SettableClock clock,
            @LocalServerPort int port) {
        this.touched = touched;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
        organization = new OvhiFeed(kafka).organization("+12125550100");
        manager = Api.of(port, tokens, organization);
    }

    @Test
    void manyTakeAsManyStatementsAsFew() {
        var segment = manager.segment("Told lately", "{\">=\": [{\"var\": \"sent_within.7\"}, 1]}");
        readRules();

        var few = statements(insert(3));

        assertThat(statements(insert(60))).isEqualTo(few).isLessThanOrEqualTo(10);
        assertThat(members(segment)).isEqualTo(64);
    }

    @Test
    void ofWhomNoRuleAsksNothingMoreIsReadThanWhoseTheyAre() {
        var patients = insert(5);
        var segment = manager.segment("Everybody", "true");
        await().until(() -> members(segment) == 5);
        readRules();

        assertThat(statements(patients))
                .as("held, zone, counted, whose, segments")
                .isLessThanOrEqualTo(5);
        assertThat(members(segment)).isEqualTo(5);
    }

    /** They are read once, and kept. */
    private void readRules() {
        assertThat(statements(insert(1))).isPositive();
    }

    private List<Long> insert(int patients) {
        var ids = LongStream.range(0, patients).map(_ -> OvhiFeed.id()).boxed().toList();
        transactions.executeWithoutResult(_ -> ids.forEach(each -> jdbc.sql(
                        "INSERT INTO patients (patient_id, organization_id, registered_at, language) VALUES (?, ?, ?, 'en')")
                .params(each, organization, Timestamp.from(clock.instant()))
                .update()));
        return ids;
    }

    private int members(long segment) {
        return jdbc.sql("SELECT COUNT(*) FROM segment_members WHERE segment_id = ?")
                .param(segment)
                .query(Integer.class)
                .single();
    }

    /** How many statements the database hears of while a message to each of the patients is counted. */
    private long statements(List<Long> patients) {
        var count = new AtomicLong();
        transactions.executeWithoutResult(_ -> {
            patients.forEach(
                    each -> touched.engaged(new Engagement(each, organization, EngagementKind.SENT, clock.instant())));
            var before = heard();
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    count.set(heard() - before - 1);
                }
            });
        });
        return count.get();
    }

    private long heard() {
        return jdbc.sql("SHOW SESSION STATUS LIKE 'Questions'")
                .query((row, _) -> row.getLong(2))
                .single();
    }
}
