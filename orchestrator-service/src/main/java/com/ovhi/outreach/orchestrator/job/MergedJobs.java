package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.audit.Actor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What becomes of the messages for a record that is given up for another one of its patient: occasions that were told are
 * told for the record that stays, and what waits is judged anew for it, in the same contact slots, so that nothing is said
 * twice. Contact caps count what was sent under each record by itself. Thread-safe.
 */
@Service
public class MergedJobs {

    private final Jobs jobs;
    private final Households households;
    private final Withdrawals withdrawals;
    private final Replans replans;
    private final JdbcClient jdbc;
    private final Clock clock;

    MergedJobs(
            Jobs jobs, Households households, Withdrawals withdrawals, Replans replans, JdbcClient jdbc, Clock clock) {
        this.jobs = jobs;
        this.households = households;
        this.withdrawals = withdrawals;
        this.replans = replans;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Moves them. Two kinds end instead, since others ask for them again: reminders that were planned for a day, unless their
     * time has come, and what a campaign asked for. The last reminder of a day ends however late it waits, unless the provider
     * may be hearing of it.
     *
     * @param last what the last reminder of a day is called
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(long organizationId, long from, long into, String last, String reason) {
        // An occasion that both records have a slot of stays where it is: it is told once.
        jdbc.sql("UPDATE IGNORE contact_slots SET patient_id = ? WHERE organization_id = ? AND patient_id = ?")
                .params(into, organizationId, from)
                .update();
        for (var channel : Channel.values()) {
            households.members(organizationId, from, channel).forEach(member -> {
                jobs.lock(member).ifPresent(Job::callOff);
                households.leave(member).ifPresent(withdrawals::alone);
            });
        }
        open(organizationId, from, last)
                .forEach(each -> jobs.lock(each.id()).ifPresent(job -> {
                    if (each.isAskedForAgain(
                            job.isDue(clock.instant()), job.fate().inFlight())) {
                        withdrawals.end(job, reason);
                    } else if (!job.status().ended()) {
                        withdrawals.cancel(job, reason, Actor.ORCHESTRATOR);
                        replans.order(each.id(), Replan.Cause.MERGED);
                    }
                }));
    }

    private List<Open> open(long organizationId, long patientId, String last) {
        return jdbc.sql("""
                        SELECT job.id, job.campaign_id IS NOT NULL AS of_campaign, planned.request_id IS NOT NULL AS is_planned,
                            slot.occasion_key LIKE CONCAT('%/', ?) OR slot.occasion_key LIKE CONCAT('%/', ?, '.%') AS is_last
                        FROM comm_jobs job JOIN contact_slots slot ON slot.id = job.slot_id
                            LEFT JOIN visit_day_requests planned ON planned.request_id = job.request_id
                        WHERE job.organization_id = ? AND job.patient_id = ? AND job.status IN ('queued', 'processing')
                        ORDER BY job.id""")
                .params(last, last, organizationId, patientId)
                .query(Open::read)
                .list();
    }

    /**
     * One that waits or is under way.
     *
     * @param ofCampaign whether a campaign asked for it
     * @param planned whether the plan of a day did
     * @param last whether it is named like the last reminder of a day
     */
    private record Open(UUID id, boolean ofCampaign, boolean planned, boolean last) {

        static Open read(ResultSet row, int number) throws SQLException {
            return new Open(
                    UUID.fromString(row.getString("id")),
                    row.getBoolean("of_campaign"),
                    row.getBoolean("is_planned"),
                    row.getBoolean("is_last"));
        }

        boolean isAskedForAgain(boolean due, boolean inFlight) {
            return ofCampaign || planned && (!due || last && !inFlight);
        }
    }
}
