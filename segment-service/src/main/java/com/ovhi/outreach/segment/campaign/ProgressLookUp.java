package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.campaign.Progress.Count;
import com.ovhi.outreach.segment.campaign.Progress.Exits;
import java.util.Map;
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

    /** @param round the campaign's present one */
    Progress of(long campaignId, int round) {
        var exits = jdbc.sql("""
                        SELECT exit_reason, COUNT(*) AS patients FROM enrolments WHERE campaign_id = ?
                        GROUP BY exit_reason""")
                .param(campaignId)
                .query((row, _) -> new Exits(row.getString("exit_reason"), row.getLong("patients")))
                .list();
        var counts = jdbc.sql("""
                        SELECT step, reason, COUNT(*) AS steps, COUNT(sent_at) AS sent,
                            SUM(round < :round AND sent_at IS NULL AND ended_at IS NULL) AS held,
                            COUNT(answered_at) AS answered, COUNT(ended_at) AS failed
                        FROM step_executions WHERE campaign_id = :campaign GROUP BY step, reason""")
                .param("campaign", campaignId)
                .param("round", round)
                .query((row, _) -> new Count(
                        row.getInt("step"),
                        row.getString("reason"),
                        row.getLong("steps"),
                        row.getLong("sent"),
                        row.getLong("held"),
                        row.getLong("answered"),
                        row.getLong("failed")))
                .list();
        return Progress.of(exits, at(campaignId, State.WAITING), at(campaignId, State.AWAITING), counts);
    }

    private Map<Integer, Long> at(long campaignId, State state) {
        return jdbc
                .sql("""
                        SELECT next_step, COUNT(*) AS patients FROM enrolments WHERE campaign_id = ? AND state = ?
                        GROUP BY next_step""")
                .params(campaignId, state.code())
                .query((row, _) -> Map.entry(row.getInt("next_step"), row.getLong("patients")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
