package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.fact.Job.Fact;
import com.ovhi.outreach.analytics.fact.VisitState.Outcome;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.time.UtcTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The tables {@code stat_jobs} and {@code job_milestones}: the ledger from which all counts follow. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class JobStore {

    private static final String SAVE_JOB = """
            INSERT INTO stat_jobs (job_id, organization_id, provider_id, channel, purpose, campaign_id, campaign_version,
                step, experiment_id, variant, template_id, template_version, language, segments, wording_at, patient_key,
                visit_key, visit_outcome, visit_at, slice)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE organization_id = VALUES(organization_id), provider_id = VALUES(provider_id),
                channel = VALUES(channel), purpose = VALUES(purpose), campaign_id = VALUES(campaign_id),
                campaign_version = VALUES(campaign_version), step = VALUES(step),
                experiment_id = VALUES(experiment_id), variant = VALUES(variant), template_id = VALUES(template_id),
                template_version = VALUES(template_version), language = VALUES(language),
                segments = VALUES(segments), wording_at = VALUES(wording_at), patient_key = VALUES(patient_key),
                visit_key = VALUES(visit_key), visit_outcome = VALUES(visit_outcome), visit_at = VALUES(visit_at),
                slice = VALUES(slice)""";
    private static final String SAVE_FACT = """
            INSERT INTO job_milestones
                (job_id, milestone, organization_id, provider_id, channel, purpose, stat_date, occurred_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE organization_id = VALUES(organization_id), provider_id = VALUES(provider_id),
                channel = VALUES(channel), purpose = VALUES(purpose), stat_date = VALUES(stat_date),
                occurred_at = VALUES(occurred_at)""";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    JobStore(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Keeps everybody else from changing jobs, and says whose they are; what is not known yet is made. The days of their facts
     * may change until nobody can count those organisations again: only then they may be {@linkplain #read read}.
     */
    Set<Long> lock(Collection<UUID> ids) {
        var names = names(ids);
        batches.batchUpdate(
                "INSERT INTO stat_jobs (job_id) VALUES (?) ON DUPLICATE KEY UPDATE job_id = VALUES(job_id)",
                names.stream().map(name -> new Object[] {name}).toList());
        return new HashSet<>(
                jdbc.sql("SELECT DISTINCT organization_id FROM stat_jobs WHERE job_id IN (:ids) AND channel <> ''")
                        .param("ids", names)
                        .query((row, _) -> row.getLong(1))
                        .list());
    }

    private static List<String> names(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).distinct().sorted().toList();
    }

    /** Reads jobs that are locked. */
    Map<UUID, Job> read(Collection<UUID> ids) {
        var names = names(ids);
        var facts = facts(names);
        var jobs = new HashMap<UUID, Job>();
        jdbc.sql("SELECT * FROM stat_jobs WHERE job_id IN (:ids)")
                .param("ids", names)
                .query(row -> {
                    var id = UUID.fromString(row.getString("job_id"));
                    jobs.put(id, new Job(id, traits(row), visit(row), facts.getOrDefault(id, Map.of())));
                });
        return jobs;
    }

    private Map<UUID, Map<Counter, Fact>> facts(List<String> names) {
        var facts = new HashMap<UUID, Map<Counter, Fact>>();
        jdbc.sql("SELECT job_id, milestone, organization_id, channel, stat_date, occurred_at FROM job_milestones"
                        + " WHERE job_id IN (:ids)")
                .param("ids", names)
                .query(row -> {
                    facts.computeIfAbsent(UUID.fromString(row.getString("job_id")), _ -> new EnumMap<>(Counter.class))
                            .put(Counter.of(row.getString("milestone")), fact(row));
                });
        return facts;
    }

    private static Fact fact(ResultSet row) throws SQLException {
        return new Fact(
                row.getTimestamp("occurred_at").toInstant(),
                row.getString("channel").isEmpty() ? null : LocalDate.parse(row.getString("stat_date")),
                row.getLong("organization_id"));
    }

    private static @Nullable Traits traits(ResultSet row) throws SQLException {
        if (row.getString("channel").isEmpty()) {
            return null;
        }
        return new Traits(
                row.getLong("organization_id"),
                row.getLong("provider_id"),
                Channel.of(row.getString("channel")),
                Purpose.of(row.getString("purpose")),
                new Place(
                        row.getLong("campaign_id"),
                        row.getInt("campaign_version"),
                        row.getInt("step"),
                        row.getLong("experiment_id"),
                        row.getString("variant")),
                new Text(
                        row.getLong("template_id"),
                        row.getInt("template_version"),
                        row.getString("language"),
                        row.getObject("segments", Integer.class),
                        instant(row, "wording_at")),
                row.getString("patient_key"),
                row.getString("visit_key"));
    }

    private static VisitState visit(ResultSet row) throws SQLException {
        // The version is kept with the visit itself; what is written here is never older than what was read there.
        return new VisitState(
                VisitState.UNKNOWN.version(), Outcome.of(row.getString("visit_outcome")), instant(row, "visit_at"));
    }

    /** Writes what has changed of jobs. */
    void save(Collection<Change> changes) {
        var jobs = new ArrayList<Object[]>();
        var facts = new ArrayList<Object[]>();
        var revoked = new ArrayList<Object[]>();
        for (var change : changes) {
            var job = change.after();
            jobs.add(columns(job));
            job.facts().forEach((counter, fact) -> {
                if (change.copied() || !fact.equals(change.before().facts().get(counter))) {
                    facts.add(columns(job, counter, fact));
                }
            });
            change.before().facts().keySet().stream()
                    .filter(counter -> !job.facts().containsKey(counter))
                    .forEach(counter -> revoked.add(new Object[] {job.id().toString(), counter.code()}));
        }
        write(SAVE_JOB, jobs);
        write("DELETE FROM job_milestones WHERE job_id = ? AND milestone = ?", revoked);
        write(SAVE_FACT, facts);
    }

    /** Takes away locked jobs of which there are no facts. */
    void drop(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql("DELETE FROM stat_jobs WHERE job_id IN (:ids)")
                    .param("ids", names(ids))
                    .update();
        }
    }

    private void write(String sql, List<Object[]> rows) {
        if (!rows.isEmpty()) {
            batches.batchUpdate(sql, rows);
        }
    }

    private static @Nullable Object[] columns(Job job) {
        var traits = job.traits();
        if (traits == null) {
            return new @Nullable Object[] {
                job.id().toString(),
                0,
                0,
                "",
                "",
                0,
                0,
                Place.NO_STEP,
                0,
                "",
                0,
                0,
                "",
                null,
                null,
                "",
                "",
                job.visit().outcome().code(),
                time(job.visit().at()),
                ""
            };
        }
        var place = traits.place();
        var text = traits.text();
        return new @Nullable Object[] {
            job.id().toString(),
            traits.organizationId(),
            traits.providerId(),
            traits.channel().code(),
            traits.purpose().code(),
            place.campaignId(),
            place.campaignVersion(),
            place.step(),
            place.experimentId(),
            place.variant(),
            text.templateId(),
            text.templateVersion(),
            text.language(),
            text.segments(),
            time(text.toldAt()),
            traits.patientKey(),
            traits.visitKey(),
            job.visit().outcome().code(),
            time(job.visit().at()),
            traits.slice()
        };
    }

    private static Object[] columns(Job job, Counter counter, Fact fact) {
        var traits = job.traits();
        var day = fact.day();
        return new Object[] {
            job.id().toString(),
            counter.code(),
            fact.organizationId(),
            traits == null ? 0 : traits.providerId(),
            traits == null ? "" : traits.channel().code(),
            traits == null ? "" : traits.purpose().code(),
            day == null ? LocalDate.EPOCH.plusDays(1) : day,
            UtcTime.of(fact.at())
        };
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }

    private static @Nullable LocalDateTime time(@Nullable Instant instant) {
        return instant == null ? null : UtcTime.of(instant);
    }

    /** A job before and after something was told of it. */
    record Change(Job before, Job after) {

        /** Whether something has changed of which each fact has a copy. */
        boolean copied() {
            var known = before.traits();
            var now = after.traits();
            return known == null || now == null ? known != null || now != null : known.providerId() != now.providerId();
        }
    }
}
