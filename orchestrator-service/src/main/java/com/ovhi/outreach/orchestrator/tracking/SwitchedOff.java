package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.Replan.Cause;
import com.ovhi.outreach.orchestrator.job.Replans;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Patients, staff and the portal switch channels off. The gate refuses what is due for such a channel, and has perhaps
 * done so before this service has heard of it; so another channel is looked for now, by every rule; who was to be told there
 * with others is told apart. Who takes back that e-mail may say more gets no more such e-mail.
 * Thread-safe.
 */
@Service
class SwitchedOff {

    private final JobLedger jobs;
    private final Cancellations cancellations;
    private final Replans replans;
    private final TrackingProperties properties;

    SwitchedOff(JobLedger jobs, Cancellations cancellations, Replans replans, TrackingProperties properties) {
        this.jobs = jobs;
        this.cancellations = cancellations;
        this.replans = replans;
        this.properties = properties;
    }

    /** Runs in the transaction of the events. Most patients are to get nothing just now, which is found out for all at once. */
    void changed(List<PreferenceChanged> preferences) {
        var expected =
                jobs.expected(preferences.stream().map(SwitchedOff::patient).collect(Collectors.toSet()));
        preferences.stream().filter(each -> expected.contains(patient(each))).forEach(this::changed);
    }

    private static PatientRef patient(PreferenceChanged preference) {
        return new PatientRef(preference.organizationId(), preference.patientId());
    }

    private void changed(PreferenceChanged preference) {
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
                .forEach(job -> replans.order(job, Cause.SWITCHED_OFF, properties.stopPatience()));
    }
}
