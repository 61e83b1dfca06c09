package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.reply.understanding.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What awaits an answer: table {@code prompts}. Call inside a transaction. */
@Component
public class Prompts {

    /** After that nobody can be taken to answer any more. */
    static final Duration LIFETIME = Duration.ofHours(72);

    private static final String COLUMNS =
            "job_id, patient_id, organization_id, purpose, subject_ref, subject_version, sent_at";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    Prompts(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * The newest open prompt about each thing, newest first.
     *
     * @param answered when the answer came
     * @param leeway how much later than the answer a prompt may seem to have been sent, for clocks differ
     */
    public List<Prompt> open(Collection<Long> patients, Channel channel, Instant answered, Duration leeway) {
        return between(patients, channel, answered.minus(LIFETIME), answered.plus(leeway));
    }

    /** Those that nobody has answered and nobody can be taken to answer any more; one for each thing, newest first. */
    public List<Prompt> lapsed(Collection<Long> patients, Channel channel, Instant answered) {
        return between(patients, channel, answered.minus(PromptRetention.RETENTION), answered.minus(LIFETIME));
    }

    /** A prompt, open or not. */
    public Optional<Prompt> find(UUID job) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM prompts WHERE job_id = ?")
                .param(job.toString())
                .query(Prompts::read)
                .optional();
    }

    private List<Prompt> between(Collection<Long> patients, Channel channel, Instant from, Instant to) {
        if (patients.isEmpty()) {
            return List.of();
        }
        var prompts = jdbc.sql("SELECT " + COLUMNS + """
             FROM prompts
            WHERE patient_id IN (:patients) AND channel = :channel AND state = 'open'
              AND sent_at BETWEEN :from AND :to
            ORDER BY sent_at DESC\
            """)
                .param("patients", patients)
                .param("channel", channel.code())
                .param("from", Timestamp.from(from))
                .param("to", Timestamp.from(to))
                .query(Prompts::read)
                .list();
        var newest = new LinkedHashMap<Object, Prompt>();
        prompts.forEach(each -> newest.putIfAbsent(each.subject(), each));
        return List.copyOf(newest.values());
    }

    /** Somebody was asked; a prompt that was closed before stays closed. Those that are news. */
    List<JobChanged> opened(Collection<JobChanged> jobs) {
        if (jobs.isEmpty()) {
            return List.of();
        }
        var news = new LinkedHashMap<String, JobChanged>();
        jobs.forEach(each -> news.putIfAbsent(each.jobId().toString(), each));
        jdbc.sql("SELECT job_id FROM prompts WHERE job_id IN (:jobs)")
                .param("jobs", List.copyOf(news.keySet()))
                .query(String.class)
                .list()
                .forEach(news::remove);
        insert(news.values(), "open");
        return List.copyOf(news.values());
    }

    /** No answer is awaited any more, also to what was not heard of before. */
    void closed(Collection<JobChanged> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        insert(jobs, "closed");
        jdbc.sql("UPDATE prompts SET state = 'closed' WHERE job_id IN (:jobs)")
                .param(
                        "jobs",
                        jobs.stream().map(each -> each.jobId().toString()).toList())
                .update();
    }

    private void insert(Collection<JobChanged> jobs, String state) {
        batches.batchUpdate(
                """
                INSERT IGNORE INTO prompts
                    (job_id, patient_id, organization_id, channel, purpose, subject_ref, subject_version, sent_at, state)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                jobs.stream()
                        .map(job -> new @Nullable Object[] {
                            job.jobId().toString(),
                            job.patientId(),
                            job.organizationId(),
                            job.channel().code(),
                            job.purpose().code(),
                            job.subjectRef(),
                            job.subjectVersion(),
                            Timestamp.from(job.occurredAt()),
                            state
                        })
                        .toList());
    }

    private static Prompt read(ResultSet row, int number) throws SQLException {
        return new Prompt(
                UUID.fromString(row.getString("job_id")),
                row.getLong("patient_id"),
                row.getLong("organization_id"),
                Purpose.of(row.getString("purpose")) == Purpose.NO_SHOW ? Question.MISSED_VISIT : Question.VISIT,
                row.getString("subject_ref"),
                row.getObject("subject_version", Integer.class),
                row.getTimestamp("sent_at").toInstant());
    }
}
