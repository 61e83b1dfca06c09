package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Table {@code send_intents}. Leases and waits are measured by the database's clock, in real time. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class SendIntents {

    private static final String INSERT = """
            INSERT INTO send_intents
                (id, job_id, slot_id, attempt, channel, account, purpose, patient_id, organization_id, address_hash,
                 consent_version, request_fingerprint, content, ordered_at, deadline_at, allowance, state, opened_at, next_look_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', UTC_TIMESTAMP(6),
                    UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)""";

    /** All but the content, which may be long. */
    private static final String LOCK = """
            SELECT id, job_id, slot_id, attempt, channel, account, purpose, patient_id, organization_id, address_hash,
                   consent_version, request_fingerprint, NULL AS content, state, provider_message_id, failure_code,
                   ordered_at, deadline_at, looks, misses, allowance
            FROM send_intents WHERE id IN (:ids) FOR UPDATE""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    SendIntents(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Writes attempts down.
     *
     * @param lease after which they are taken for abandoned, real time
     * @throws org.springframework.dao.DuplicateKeyException when such an attempt of the job exists
     */
    public void open(List<SendIntent> opened, Duration lease) {
        if (!opened.isEmpty()) {
            batches.batchUpdate(
                    INSERT, opened.stream().map(each -> row(each, lease)).toList());
        }
    }

    private static @Nullable Object[] row(SendIntent intent, Duration lease) {
        var content = intent.content();
        return new @Nullable Object[] {
            intent.id().toString(),
            intent.jobId().toString(),
            intent.slotId().toString(),
            intent.attempt(),
            intent.channel().code(),
            intent.account().name(),
            intent.purpose().code(),
            intent.patientId(),
            intent.organizationId(),
            intent.addressHash(),
            intent.consentVersion(),
            intent.requestFingerprint(),
            content == null ? null : content.ciphertext(),
            UtcTime.of(intent.orderedAt()),
            UtcTime.of(intent.deadline()),
            intent.allowance(),
            micros(lease)
        };
    }

    /** The number of the newest attempt of some jobs that was ever opened; a map of the caller's own. */
    public Map<UUID, Integer> newest(Collection<UUID> jobs) {
        var newest = new HashMap<UUID, Integer>();
        if (!jobs.isEmpty()) {
            jdbc.sql("SELECT job_id, MAX(attempt) FROM send_intents WHERE job_id IN (:jobs) GROUP BY job_id")
                    .param("jobs", texts(jobs))
                    .query(row -> {
                        newest.put(UUID.fromString(row.getString(1)), row.getInt(2));
                    });
        }
        return newest;
    }

    /** What was or may have been sent to patients since a time, on all channels; complete for those who are held whole. */
    public List<Contact> contacts(Collection<Long> patients, Instant since) {
        return jdbc.sql("""
                        SELECT patient_id, slot_id, allowance, purpose, ordered_at FROM send_intents
                        WHERE patient_id IN (:patients) AND state <> 'not_sent' AND ordered_at > :since""")
                .param("patients", patients)
                .param("since", UtcTime.of(since))
                .query(Contact::read)
                .list();
    }

    /** Of which class the failure of an attempt was that was not sent. */
    FailureClass failureClass(UUID id) {
        return jdbc.sql("SELECT failure_class FROM send_intents WHERE id = ?")
                .param(id.toString())
                .query((row, _) -> FailureClass.of(row.getString(1)))
                .single();
    }

    /** Takes an attempt until the transaction ends. */
    public Optional<SendIntent> lock(UUID id) {
        return Optional.ofNullable(lock(List.of(id)).get(id));
    }

    /** Takes attempts until the transaction ends, without their contents. */
    public Map<UUID, SendIntent> lock(Collection<UUID> ids) {
        return jdbc.sql(LOCK).param("ids", texts(ids)).query(SendIntent::read).stream()
                .collect(Collectors.toMap(SendIntent::id, Function.identity()));
    }

    /** Those attempts of some jobs of which a callback would tell something new. */
    public List<Unproven> notAccepted(Collection<UUID> jobs) {
        return jdbc.sql("""
                        SELECT id, job_id, attempt, organization_id FROM send_intents
                        WHERE job_id IN (:jobs) AND state <> 'accepted'""")
                .param("jobs", texts(jobs))
                .query((row, _) -> new Unproven(
                        UUID.fromString(row.getString("id")),
                        new Attempt(UUID.fromString(row.getString("job_id")), row.getInt("attempt")),
                        row.getLong("organization_id")))
                .list();
    }

    /** An attempt of a job. */
    public Optional<SendIntent> find(UUID jobId, int attempt) {
        return jdbc.sql("SELECT * FROM send_intents WHERE job_id = ? AND attempt = ?")
                .params(jobId.toString(), attempt)
                .query(SendIntent::read)
                .optional();
    }

    /** The attempt by which a slot's contact was made. */
    public Optional<SendIntent> acceptedIn(UUID slotId) {
        return jdbc.sql("SELECT * FROM send_intents WHERE slot_id = ? AND state = 'accepted' ORDER BY seq LIMIT 1")
                .param(slotId.toString())
                .query(SendIntent::read)
                .optional();
    }

    /** Attempts of an organisation in these states, oldest first. */
    public List<SendIntent> in(Collection<IntentState> states, long organizationId, int limit) {
        return jdbc.sql("""
                        SELECT * FROM send_intents WHERE organization_id = :organization AND state IN (:states)
                        ORDER BY seq LIMIT :limit""")
                .param("organization", organizationId)
                .param("states", states.stream().map(IntentState::code).toList())
                .param("limit", limit)
                .query(SendIntent::read)
                .list();
    }

    /** Attempts of one patient of an organisation, newest first. */
    public List<SendIntent> ofPatient(long patientId, long organizationId, int limit) {
        return jdbc.sql("""
                        SELECT * FROM send_intents WHERE patient_id = ? AND organization_id = ?
                        ORDER BY seq DESC LIMIT ?""")
                .params(patientId, organizationId, limit)
                .query(SendIntent::read)
                .list();
    }

    /** How many attempts of a channel wait for their outcome to be found. */
    public int unresolved(Channel channel) {
        return jdbc.sql("SELECT COUNT(*) FROM send_intents WHERE state IN ('unknown', 'review') AND channel = ?")
                .param(channel.code())
                .query(Integer.class)
                .single();
    }

    /** The provider took them, under these ids of its own. */
    void accepted(Map<UUID, Accepted> outcomes) {
        var cases = new StringBuilder();
        var params = new ArrayList<@Nullable Object>();
        outcomes.forEach((id, outcome) -> {
            cases.append(" WHEN ? THEN ?");
            params.addAll(Arrays.asList(id.toString(), outcome.providerMessageId()));
        });
        params.addAll(texts(outcomes.keySet()));
        jdbc.sql("UPDATE send_intents SET state = 'accepted', provider_message_id = CASE id" + cases
                        + " END, failure_class = NULL, failure_code = NULL, content = NULL, next_look_at = NULL,"
                        + " settled_at = UTC_TIMESTAMP(6) WHERE id IN ("
                        + String.join(", ", Collections.nCopies(outcomes.size(), "?")) + ")")
                .params(params)
                .update();
    }

    void notSent(UUID id, NotSent outcome) {
        jdbc.sql("""
                        UPDATE send_intents SET state = 'not_sent', failure_class = ?, failure_code = ?, content = NULL,
                               next_look_at = NULL, settled_at = UTC_TIMESTAMP(6)
                        WHERE id = ?""")
                .params(outcome.failureClass().code(), outcome.code(), id.toString())
                .update();
    }

    void unknown(UUID id, String code, Duration firstLook) {
        jdbc.sql("""
                        UPDATE send_intents SET state = 'unknown', failure_code = ?, unknown_at = UTC_TIMESTAMP(6),
                               looks = 0, misses = 0, next_look_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
                        WHERE id = ?""").params(code, micros(firstLook), id.toString()).update();
    }

    void review(UUID id) {
        jdbc.sql("UPDATE send_intents SET state = 'review', next_look_at = NULL WHERE id = ?")
                .param(id.toString())
                .update();
    }

    private static List<String> texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toList();
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    /** An attempt that is not known to be accepted, and whose message it was. */
    public record Unproven(UUID id, Attempt attempt, long organizationId) {}

    /** One attempt of a job. */
    public record Attempt(UUID jobId, int attempt) {}
}
