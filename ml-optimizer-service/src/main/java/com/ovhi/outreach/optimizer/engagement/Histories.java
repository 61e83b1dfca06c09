package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.hour.HourCount;
import com.ovhi.outreach.optimizer.response.ChannelCount;
import com.ovhi.outreach.optimizer.risk.FatigueModel;
import com.ovhi.outreach.optimizer.risk.FatigueModel.Touch;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads what happened to patients: few statements for many of them, and few rows of each, however much happened. Every method
 * runs in the caller's transaction.
 */
@Repository
class Histories {

    /** Half of an observation is forgotten in so many days. */
    static final int HALF_LIFE_DAYS = 90;

    /** A message that is not answered after so long will not be; until then it is no evidence. */
    static final Duration ANSWER_TIME = Duration.ofHours(24);

    /** A message that never arrived says nothing, unless the patient answered it after all. */
    private static final String ARRIVED = "sent_at IS NOT NULL AND (NOT lost OR responded_at IS NOT NULL)";

    private static final String COUNTS = """
            SELECT patient_id, channel, weekend, local_hour, SUM(faded) AS sent,
                SUM(IF(answered, faded, 0)) AS responded, SUM(answered) AS answers
            FROM (SELECT patient_id, channel, weekend, local_hour, responded_at IS NOT NULL AS answered,
                      POW(0.5, GREATEST(0, TIMESTAMPDIFF(HOUR, sent_at, :now)) / :half_life) AS faded
                  FROM engagement_jobs
                  WHERE patient_id IN (:ids) AND sent_at >= :since AND asks AND %s
                      AND (responded_at IS NOT NULL OR sent_at <= :mature)) observed
            GROUP BY patient_id, channel, weekend, local_hour
            ORDER BY patient_id, channel, weekend, local_hour""".formatted(ARRIVED);

    /** One statement for all jobs, in their order: of one for each the database would parse hundreds. None is made anew. */
    private static final String PLACE = """
            UPDATE JSON_TABLE(:placed, '$[*]' COLUMNS (
                    job_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin PATH '$.job_id' ERROR ON ERROR,
                    local_hour INT PATH '$.local_hour' ERROR ON ERROR,
                    weekend INT PATH '$.weekend' ERROR ON ERROR)) placed
                STRAIGHT_JOIN engagement_jobs job ON job.job_id = placed.job_id
            SET job.local_hour = placed.local_hour, job.weekend = placed.weekend""";

    private final JdbcClient jdbc;

    Histories(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What happened to patients; those to whom nothing did are left out. */
    Map<Long, History> of(Collection<Patient> patients, Instant now) {
        placeInDay(patients);
        var ids = patients.stream().map(Patient::id).toList();
        var counts = counts(ids, now).stream().collect(Collectors.groupingBy(Count::patient));
        var touches = touches(ids, now);
        var histories = new HashMap<Long, History>();
        for (var id : ids) {
            var its = counts.getOrDefault(id, List.of());
            var recent = touches.getOrDefault(id, List.of());
            if (!its.isEmpty() || !recent.isEmpty()) {
                histories.put(
                        id,
                        new History(
                                hours(its),
                                channels(its),
                                recent,
                                its.stream().mapToInt(Count::answers).sum()));
            }
        }
        return histories;
    }

    /** Fixes the local hour of sends that have none yet: it stays what it was when the patient moves. */
    private void placeInDay(Collection<Patient> patients) {
        var zones = new HashMap<Long, ZoneId>();
        for (var each : patients) {
            if (each.zone() != null) {
                zones.put(each.id(), each.zone());
            }
        }
        if (zones.isEmpty()) {
            return;
        }
        var unplaced = jdbc.sql("SELECT job_id, patient_id, sent_at FROM engagement_jobs"
                        + " WHERE patient_id IN (:ids) AND sent_at IS NOT NULL AND local_hour IS NULL ORDER BY job_id")
                .param("ids", zones.keySet())
                .query((row, _) -> new Send(
                        row.getString("job_id"),
                        row.getTimestamp("sent_at")
                                .toInstant()
                                .atZone(Objects.requireNonNull(zones.get(row.getLong("patient_id"))))))
                .list();
        if (!unplaced.isEmpty()) {
            jdbc.sql(PLACE)
                    .param(
                            "placed",
                            ContractJson.writeText(
                                    unplaced.stream().map(Send::placed).toList()))
                    .update();
        }
    }

    private List<Count> counts(List<Long> ids, Instant now) {
        return jdbc.sql(COUNTS)
                .param("ids", ids)
                .param("now", Timestamp.from(now))
                .param("since", Timestamp.from(now.minus(Engagement.MEMORY)))
                .param("mature", Timestamp.from(now.minus(ANSWER_TIME)))
                .param("half_life", HALF_LIFE_DAYS * 24.0)
                .query((row, _) -> new Count(
                        row.getLong("patient_id"),
                        Channel.of(row.getString("channel")),
                        row.getBoolean("weekend"),
                        row.getObject("local_hour", Integer.class),
                        row.getDouble("sent"),
                        row.getDouble("responded"),
                        row.getInt("answers")))
                .list();
    }

    private Map<Long, List<Touch>> touches(List<Long> ids, Instant now) {
        var touches = new HashMap<Long, List<Touch>>();
        jdbc.sql("SELECT patient_id, sent_at, responded_at IS NOT NULL AS answered FROM engagement_jobs"
                        + " WHERE patient_id IN (:ids) AND sent_at > :since AND " + ARRIVED + " ORDER BY sent_at")
                .param("ids", ids)
                .param("since", Timestamp.from(now.minus(FatigueModel.WINDOW)))
                .query(row -> {
                    touches.computeIfAbsent(row.getLong("patient_id"), _ -> new ArrayList<>())
                            .add(new Touch(row.getTimestamp("sent_at").toInstant(), row.getBoolean("answered")));
                });
        return touches;
    }

    private static List<HourCount> hours(List<Count> counts) {
        var hours = new ArrayList<HourCount>();
        for (var each : counts) {
            var hour = each.hour();
            if (hour != null) {
                hours.add(new HourCount(each.weekend(), hour, each.sent(), each.responded()));
            }
        }
        return hours;
    }

    private static List<ChannelCount> channels(List<Count> counts) {
        return counts.stream()
                .map(each -> new ChannelCount(each.channel(), each.sent(), each.responded()))
                .toList();
    }

    private record Send(String job, ZonedDateTime at) {

        private Map<String, Object> placed() {
            return Map.of(
                    "job_id",
                    job,
                    "local_hour",
                    at.getHour(),
                    "weekend",
                    at.getDayOfWeek().getValue() > 5 ? 1 : 0);
        }
    }

    private record Count(
            long patient,
            Channel channel,
            boolean weekend,
            @Nullable Integer hour,
            double sent,
            double responded,
            int answers) {}
}
