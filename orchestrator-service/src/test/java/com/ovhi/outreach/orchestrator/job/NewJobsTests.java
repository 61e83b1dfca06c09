package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.testing.ServiceTest;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is written of new jobs is what is read of them. */
@ServiceTest(schema = "ovhi_orchestrator")
class NewJobsTests {

    private final NewJobs fresh;
    private final Jobs jobs;
    private final FieldCipher cipher;
    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    NewJobsTests(
            NewJobs fresh,
            Jobs jobs,
            FieldCipher cipher,
            EntityManager entities,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.fresh = fresh;
        this.jobs = jobs;
        this.cipher = cipher;
        this.entities = entities;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void areReadAsTheyWereWritten() {
        var full = new Job(SampleJobs.full(), cipher, SampleJobs.AT);
        var plain = new Job(SampleJobs.plain(), cipher, SampleJobs.AT);

        transactions.executeWithoutResult(_ -> fresh.add(List.of(full, plain)));

        for (var each : List.of(full, plain)) {
            var read = transactions.execute(_ -> jobs.findById(each.getId()).orElseThrow());
            assertThat(read).usingRecursiveComparison().isEqualTo(each);
        }
    }

    /** A column that is added to the entity has to be written, too. */
    @Test
    void haveAllColumnsOfTheEntity() {
        var row = new Job(SampleJobs.full(), cipher, SampleJobs.AT).columns();

        var columns = jdbc.sql("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'ovhi_orchestrator' AND table_name = 'comm_jobs'")
                .query(String.class)
                .list();
        assertThat(row.names()).containsExactlyInAnyOrderElementsOf(columns);
    }

    /** Nothing that Hibernate has not read does it write. */
    @Test
    void areNotWrittenAgainByWhoeverReadsThem() {
        var job = new Job(SampleJobs.plain(), cipher, SampleJobs.AT);
        transactions.executeWithoutResult(_ -> {
            fresh.add(List.of(job));
            assertThat(jobs.lock(job.getId())).isPresent();
            entities.flush();
        });

        assertThat(jdbc.sql("SELECT row_version FROM comm_jobs WHERE id = ?")
                        .param(job.getId().toString())
                        .query(Integer.class)
                        .single())
                .isZero();
    }
}
