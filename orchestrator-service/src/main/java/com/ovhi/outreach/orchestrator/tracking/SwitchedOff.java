package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Replans;
import org.springframework.stereotype.Service;

/**
 * Patients, staff and the portal switch channels off. The gate would refuse what waits for such a channel, too late for
 * another one; so it is looked for now, by every rule; who was to be told there with others is told apart. Who takes back that e-mail may say more gets no more such e-mail.
 * Thread-safe.
 */
@Service
class SwitchedOff {

    private final JobLedger jobs;
    private final Cancellations cancellations;
    private final Replans replans;

    SwitchedOff(JobLedger jobs, Cancellations cancellations, Replans replans) {
        this.jobs = jobs;
        this.cancellations = cancellations;
        this.replans = replans;
    }

    /** Runs in the transaction of the event. */
    void changed(PreferenceChanged preference) {
        if (Boolean.FALSE.equals(preference.unencryptedEmailAccepted())) {
            cancellations.hushEmails(preference.organizationId(), preference.patientId());
        }
        preference.channels().forEach((channel, permission) -> {
            if (!permission.transactional()) {
                lookForAnother(preference, channel, false);
                cancellations.leaveHouseholds(preference.organizationId(), preference.patientId(), channel);
            } else if (!permission.marketing()) {
                lookForAnother(preference, channel, true);
            }
        });
    }

    private void lookForAnother(PreferenceChanged preference, Channel channel, boolean marketingOnly) {
        jobs.waiting(preference.organizationId(), preference.patientId(), channel, marketingOnly)
                .forEach(job -> replans.order(job, Cause.SWITCHED_OFF));
    }
}
