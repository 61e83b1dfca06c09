package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Jobs of which something is seen, and what the database keeps of them. */
abstract class SeenJobs extends RunningOrchestrator {

    /** When jobs are made, and planned for. */
    static final Instant AT = SampleJobs.AT;

    final Sightings sightings;
    final JdbcClient jdbc;
    final TransactionTemplate transactions;
    private final NewJobs fresh;
    private final FieldCipher cipher;

    SeenJobs(ApplicationContext beans, int port) {
        super(
                beans.getBean(TestKafka.class),
                beans.getBean(TestTokens.class),
                beans.getBean(Patients.class),
                beans.getBean(Organizations.class),
                port);
        sightings = beans.getBean(Sightings.class);
        jdbc = beans.getBean(JdbcClient.class);
        transactions = new TransactionTemplate(beans.getBean(PlatformTransactionManager.class));
        fresh = beans.getBean(NewJobs.class);
        cipher = beans.getBean(FieldCipher.class);
    }

    UUID made() {
        return made(SampleJobs.plain()).getId();
    }

    Job made(NewJob sample) {
        var job = new Job(sample, cipher, AT);
        transactions.executeWithoutResult(_ -> fresh.add(List.of(job)));
        return job;
    }

    void observe(UUID job, Observation seen) {
        transactions.executeWithoutResult(_ -> sightings.observe(job, seen));
    }

    /** All columns but those every job has for itself. */
    Map<String, @Nullable Object> row(UUID job) {
        var row = jdbc.sql("SELECT * FROM comm_jobs WHERE id = ?")
                .param(job.toString())
                .query()
                .singleRow();
        Stream.of("id", "organization_id", "patient_id", "request_id", "slot_id", "recipient", "body", "variables")
                .forEach(row::remove);
        return row;
    }

    Map<String, Instant> milestones(UUID job) {
        var milestones = new HashMap<String, Instant>();
        jdbc.sql("SELECT milestone, first_at FROM comm_job_milestones WHERE job_id = ?")
                .param(job.toString())
                .query(row -> {
                    milestones.put(
                            row.getString("milestone"),
                            row.getTimestamp("first_at").toInstant());
                });
        return milestones;
    }

    /** The names providers have for its message. */
    List<String> names(UUID job) {
        return jdbc.sql("SELECT provider_message_id FROM job_provider_messages WHERE job_id = ?")
                .param(job.toString())
                .query((row, _) -> row.getString("provider_message_id"))
                .list();
    }

    /** The milestones of it that the suite is told of. */
    List<Milestone> told(UUID job) {
        return jdbc
                .sql("SELECT payload FROM outbox WHERE type = 'job.changed' AND payload LIKE ?")
                .param("%" + job + "%")
                .query((row, _) -> ContractJson.read(row.getBytes("payload"), JobChanged.class))
                .list()
                .stream()
                .map(JobChanged::milestone)
                .toList();
    }

    static Observation begun() {
        return new Observation(List.of(Milestone.PROCESSING), AT.plusSeconds(1), 1, null, false, null);
    }

    static Observation refused() {
        return new Observation(List.of(), AT.plusSeconds(1), 1, null, true, null);
    }

    static Observation sent(String message) {
        return new Observation(List.of(Milestone.SENT), AT.plusSeconds(2), 2, message, false, null);
    }

    static Observation delivered(String message) {
        return new Observation(
                List.of(Milestone.SENT, Milestone.DELIVERED), AT.plusSeconds(3), null, message, false, null);
    }

    static Observation failed() {
        return new Observation(List.of(Milestone.FAILED), AT.plusSeconds(4), 2, null, false, "30003");
    }
}
