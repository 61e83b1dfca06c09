package com.ovhi.outreach.orchestrator.decision;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All decisions. Thread-safe. */
@Repository
public class Decisions {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    Decisions(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** Writes a decision down with the transaction that carries it out. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(Occasion occasion, @Nullable UUID jobId, DecisionRecord decision) {
        addAll(List.of(new Made(occasion, jobId, decision)));
    }

    /** Writes many down, in one round trip. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void addAll(List<Made> decisions) {
        var now = UtcTime.of(clock.instant());
        batches.batchUpdate("""
                        INSERT INTO decisions (id, organization_id, patient_id, request_id, job_id, purpose,
                            occasion_key, verdict, reason, record, decided_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", decisions.stream().map(each -> row(each, now)).toList());
    }

    private static @Nullable Object[] row(Made made, LocalDateTime now) {
        var occasion = made.occasion();
        var decision = made.decision();
        var jobId = made.jobId();
        return new @Nullable Object[] {
            Ids.next().toString(),
            occasion.organizationId(),
            occasion.patientId(),
            occasion.requestId().toString(),
            jobId == null ? null : jobId.toString(),
            decision.purpose().code(),
            occasion.key(),
            decision.verdict(),
            decision.reason(),
            ContractJson.writeText(decision),
            now
        };
    }

    /** What became of a request, as far as it is decided; the newest decision if there are several. */
    @Transactional(readOnly = true)
    public Optional<Answered> ofRequest(long organizationId, UUID requestId) {
        return jdbc.sql("""
                        SELECT job_id, patient_id, record FROM decisions WHERE request_id = ? AND organization_id = ?
                        ORDER BY id DESC LIMIT 1""")
                .params(requestId.toString(), organizationId)
                .query((row, n) -> {
                    var job = row.getString("job_id");
                    return new Answered(
                            job == null ? null : UUID.fromString(job),
                            row.getString("patient_id"),
                            ContractJson.read(row.getString("record"), DecisionRecord.class));
                })
                .optional();
    }

    /** A decision and the job it made, if it made one. */
    public record Answered(@Nullable UUID jobId, String patientId, DecisionRecord decision) {}

    /** Why a job was made. */
    @Transactional(readOnly = true)
    public Optional<DecisionRecord> of(UUID jobId) {
        return jdbc.sql("SELECT record FROM decisions WHERE job_id = ? AND verdict = 'accepted'")
                .param(jobId.toString())
                .query(String.class)
                .optional()
                .map(json -> ContractJson.read(json, DecisionRecord.class));
    }

    /** A decision about an occasion, and the job it made, if it made one. */
    public record Made(Occasion occasion, @Nullable UUID jobId, DecisionRecord decision) {}

    /**
     * What a request was about.
     *
     * @param key names the occasion for which a patient is contacted once
     */
    public record Occasion(UUID requestId, long organizationId, long patientId, String key) {}
}
