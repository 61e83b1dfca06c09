package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.audit.Actor;
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
    private final OpenJobs open;
    private final Households households;
    private final Withdrawals withdrawals;
    private final Replans replans;
    private final JdbcClient jdbc;

    MergedJobs(
            Jobs jobs,
            OpenJobs open,
            Households households,
            Withdrawals withdrawals,
            Replans replans,
            JdbcClient jdbc) {
        this.jobs = jobs;
        this.open = open;
        this.households = households;
        this.withdrawals = withdrawals;
        this.replans = replans;
        this.jdbc = jdbc;
    }

    /** Moves them. What a campaign asked for ends instead: campaigns follow their members themselves. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moved(long organizationId, long from, long into, String reason) {
        // An occasion that both records have a slot of stays where it is: it is told once.
        jdbc.sql("UPDATE IGNORE contact_slots SET patient_id = ? WHERE organization_id = ? AND patient_id = ?")
                .params(into, organizationId, from)
                .update();
        for (var channel : Channel.values()) {
            households.members(organizationId, from, channel).forEach(member -> {
                var alone = households.leave(member);
                replans.order(member, Replan.Cause.MERGED);
                alone.ifPresent(withdrawals::alone);
            });
        }
        open.ofCampaigns(organizationId, from)
                .forEach(id -> jobs.lock(id).ifPresent(job -> withdrawals.end(job, reason)));
        open.of(organizationId, from)
                .forEach(id -> jobs.lock(id)
                        .filter(job -> !job.status().ended())
                        .ifPresent(job -> {
                            withdrawals.cancel(job, reason, Actor.ORCHESTRATOR);
                            replans.order(id, Replan.Cause.MERGED);
                        }));
    }
}
