package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.campaign.Progress.Count;
import com.ovhi.outreach.segment.campaign.Progress.Exits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Counts how far a campaign has come, as of now. */
@Repository
@Transactional(readOnly = true)
class ProgressLookUp {

    private final JdbcClient jdbc;

    ProgressLookUp(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How far campaigns have come, by their ids; one statement for all of them and each kind of count. */
    Map<Long, Progress> of(Collection<Long> campaignIds) {
        if (campaignIds.isEmpty()) {
            return Map.of();
        }
        var exits = grouped(campaignIds, """
                SELECT campaign_id, exit_reason, COUNT(*) AS patients FROM enrolments WHERE campaign_id IN (:ids)
                GROUP BY campaign_id, exit_reason""", row -> new Exits(row.getString("exit_reason"), row.getLong("patients")));
        var counts = grouped(
                campaignIds, """
                SELECT x.campaign_id, x.step, x.reason, COUNT(*) AS steps, COUNT(x.sent_at) AS sent,
                    SUM(x.round < c.round AND x.sent_at IS NULL AND x.ended_at IS NULL AND (%2$s) IS NOT TRUE) AS held,
                    COUNT(x.answered_at) AS answered, COUNT(CASE WHEN %1$s THEN 1 END) AS failed,
                    COUNT(CASE WHEN x.ended_at IS NOT NULL AND NOT (%1$s) THEN 1 END) AS called_off
                FROM step_executions x JOIN comm_campaigns c ON c.id = x.campaign_id
                WHERE x.campaign_id IN (:ids) GROUP BY x.campaign_id, x.step, x.reason""".formatted(Executions.CAME_TO_NOTHING, Executions.FAILED), ProgressLookUp::count);
        var places = grouped(campaignIds, """
                SELECT campaign_id, state, next_step, COUNT(*) AS patients FROM enrolments
                WHERE campaign_id IN (:ids) AND state IN ('waiting', 'awaiting')
                GROUP BY campaign_id, state, next_step""", ProgressLookUp::place);
        return campaignIds.stream().distinct().collect(Collectors.toMap(Function.identity(), id -> {
            var at = places.getOrDefault(id, List.of());
            return Progress.of(
                    exits.getOrDefault(id, List.of()),
                    patients(at, State.WAITING),
                    patients(at, State.AWAITING),
                    counts.getOrDefault(id, List.of()));
        }));
    }

    private static Map<Integer, Long> patients(List<Place> places, State state) {
        return places.stream()
                .filter(each -> each.state() == state)
                .collect(Collectors.toMap(Place::step, Place::patients));
    }

    private <T> Map<Long, List<T>> grouped(Collection<Long> campaignIds, String sql, Reading<T> reading) {
        var grouped = new HashMap<Long, List<T>>();
        jdbc.sql(sql).param("ids", campaignIds).query(row -> {
            grouped.computeIfAbsent(row.getLong("campaign_id"), _ -> new ArrayList<>())
                    .add(reading.of(row));
        });
        return grouped;
    }

    private static Count count(ResultSet row) throws SQLException {
        return new Count(
                row.getInt("step"),
                row.getString("reason"),
                row.getLong("steps"),
                row.getLong("sent"),
                row.getLong("held"),
                row.getLong("answered"),
                row.getLong("failed"),
                row.getLong("called_off"));
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(State.of(row.getString("state")), row.getInt("next_step"), row.getLong("patients"));
    }

    private record Place(State state, int step, long patients) {}

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }
}
