package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.profile.Profiles;
import org.springframework.stereotype.Component;

/** Takes over the learned best hour; what the patient said comes first. Runs in the caller's transaction. */
@Component
class Insights {

    private final Profiles profiles;
    private final Changes changes;

    Insights(Profiles profiles, Changes changes) {
        this.profiles = profiles;
        this.changes = changes;
    }

    void learn(InsightLearned insight) {
        var known = profiles.lock(insight.patientId());
        if (known.isEmpty()) {
            return;
        }
        var hour = insight.bestHour();
        var valid = hour == null || hour >= 0 && hour <= 23;
        var learned = valid && profiles.learn(insight.patientId(), insight.organizationId(), hour, insight.version());
        if (learned && !java.util.Objects.equals(hour, known.get().learnedBestHour())) {
            changes.announce(insight.patientId(), "insight");
        }
    }
}
