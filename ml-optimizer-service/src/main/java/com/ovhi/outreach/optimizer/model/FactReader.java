package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.HourWeights.Hour;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.model.Facts.Chosen;
import com.ovhi.outreach.optimizer.model.Facts.Ended;
import com.ovhi.outreach.optimizer.model.Facts.Patient;
import com.ovhi.outreach.optimizer.model.Facts.Sent;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what an organisation's models are trained with. Runs in the caller's transaction. */
@Component
class FactReader {

    private static final Duration MEMORY = Duration.ofDays(180);
    private static final Duration VISIT_MEMORY = Duration.ofDays(730);
    /** More than this adds time but no knowledge. */
    private static final int MOST_MESSAGES = 200_000;

    private static final int MOST_VISITS = 100_000;
    private static final int LAST = 5;

    private final JdbcClient jdbc;

    FactReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest facts of an organisation that can be judged by now. */
    Facts of(long organization, Instant now) {
        return new Facts(patients(organization, now), visits(organization, now, MOST_VISITS));
    }

    private List<Patient> patients(long organization, Instant now) {
        var stops = new HashMap<Long, List<Instant>>();
        jdbc.sql("SELECT patient_id, stopped_at FROM engagement_opt_outs WHERE organization_id = ? ORDER BY stopped_at")
                .param(organization)
                .query(row -> {
                    stops.computeIfAbsent(row.getLong("patient_id"), _ -> new ArrayList<>())
                            .add(row.getTimestamp("stopped_at").toInstant());
                });
        var sent = new HashMap<Long, List<Sent>>();
        var who = new HashMap<Long, Patient>();
        jdbc.sql("""
                        SELECT job.*, patient.language, patient.age_band FROM
                            (SELECT * FROM engagement_jobs
                             WHERE organization_id = ? AND sent_at BETWEEN ? AND ?
                             ORDER BY sent_at DESC LIMIT %d) job
                            JOIN engagement_patients patient ON patient.patient_id = job.patient_id
                        ORDER BY job.patient_id, job.sent_at, job.job_id""".formatted(MOST_MESSAGES))
                .params(organization, Timestamp.from(now.minus(MEMORY)), Timestamp.from(now.minus(Facts.ANSWER_TIME)))
                .query(row -> {
                    var id = row.getLong("patient_id");
                    sent.computeIfAbsent(id, _ -> new ArrayList<>()).add(sent(row));
                    if (!who.containsKey(id)) {
                        who.put(id, new Patient(id, language(row), band(row), List.of(), List.of()));
                    }
                });
        return sent.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> {
                    var patient = Objects.requireNonNull(who.get(each.getKey()));
                    return new Patient(
                            patient.id(),
                            patient.language(),
                            patient.ageBand(),
                            each.getValue(),
                            stops.getOrDefault(patient.id(), List.of()));
                })
                .toList();
    }

    private static Sent sent(ResultSet row) throws SQLException {
        var answered = row.getTimestamp("responded_at");
        return new Sent(
                row.getTimestamp("sent_at").toInstant(),
                Channel.of(row.getString("channel")),
                Purpose.of(row.getString("purpose")).marketing(),
                row.getBoolean("asks"),
                answered != null || !row.getBoolean("lost"),
                row.getObject("local_hour", Integer.class),
                row.getBoolean("weekend"),
                answered == null ? null : answered.toInstant(),
                chosen(row));
    }

    private static @Nullable Chosen chosen(ResultSet row) throws SQLException {
        var hour = row.getObject("chosen_hour", Integer.class);
        var candidates = row.getString("candidates");
        return hour == null || candidates == null
                ? null
                : new Chosen(
                        hour,
                        row.getDouble("propensity"),
                        candidates(candidates, row.getString("candidate_weekends"), row.getBoolean("weekend")));
    }

    /**
     * @param weekends of each candidate; when not told, or of other candidates (the version before writes hours only), all are
     *     taken to be of the sent one's kind
     */
    static List<Hour> candidates(String hours, @Nullable String weekends, boolean weekend) {
        var each = hours.split(",");
        var kinds = weekends != null && weekends.length() == each.length ? weekends : null;
        return IntStream.range(0, each.length)
                .mapToObj(i -> new Hour(Integer.parseInt(each[i]), kinds == null ? weekend : kinds.charAt(i) == '1'))
                .toList();
    }

    private static String language(ResultSet row) throws SQLException {
        var language = row.getString("language");
        return language == null ? "unknown" : language.split("-")[0];
    }

    private static AgeBand band(ResultSet row) throws SQLException {
        return AgeBand.of(row.getString("age_band"));
    }

    /** The newest visits that have ended, oldest first; earlier ones of a patient count only if they are among them. */
    List<Ended> visits(long organization, Instant now, int most) {
        var missed = new HashMap<Long, ArrayDeque<Boolean>>();
        var came = new HashSet<Long>();
        var ended = new ArrayList<Ended>();
        jdbc.sql("""
                        SELECT visit.*, patient.language, patient.age_band FROM
                            (SELECT * FROM engagement_visits
                             WHERE organization_id = ? AND start_at BETWEEN ? AND ?
                                AND state IN ('completed', 'no_show') AND COALESCE(placed_version, version) >= 0
                             ORDER BY start_at DESC, appointment_id DESC LIMIT ?) visit
                            JOIN engagement_patients patient ON patient.patient_id = visit.patient_id
                        ORDER BY visit.start_at, visit.appointment_id""")
                .params(organization, Timestamp.from(now.minus(VISIT_MEMORY)), Timestamp.from(now), most)
                .query(row -> {
                    var patient = row.getLong("patient_id");
                    var last = missed.computeIfAbsent(patient, _ -> new ArrayDeque<>());
                    var isMissed = row.getString("state").equals("no_show");
                    ended.add(new Ended(
                            patient, language(row), band(row), visit(row, last, came.contains(patient)), isMissed));
                    last.addLast(isMissed);
                    if (last.size() > LAST) {
                        last.removeFirst();
                    }
                    if (!isMissed) {
                        came.add(patient);
                    }
                });
        return ended;
    }

    private static Visit visit(ResultSet row, ArrayDeque<Boolean> last, boolean came) throws SQLException {
        var start = row.getTimestamp("start_at").toInstant();
        return new Visit(
                start,
                (int) last.stream().filter(Boolean::booleanValue).count(),
                Math.max(
                        0,
                        Duration.between(row.getTimestamp("booked_at").toInstant(), start)
                                .toDays()),
                !came,
                band(row) == AgeBand.YOUNG,
                DayOfWeek.of(row.getInt("weekday")));
    }
}
