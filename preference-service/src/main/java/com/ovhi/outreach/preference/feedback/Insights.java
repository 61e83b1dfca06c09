package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.profile.Profiles.LearnedHour;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Takes over learned best hours; what the patient said comes first. Runs in the caller's transaction. */
@Component
class Insights {

    private static final int HOURS = 24;

    private final Profiles profiles;
    private final Changes changes;

    Insights(Profiles profiles, Changes changes) {
        this.profiles = profiles;
        this.changes = changes;
    }

    /** Of several insights about a patient the newest counts; hours no day has are passed over. */
    void learn(List<InsightLearned> insights) {
        var newest = new TreeMap<Long, InsightLearned>();
        insights.stream()
                .filter(Insights::possible)
                .forEach(each -> newest.merge(
                        each.patientId(), each, (one, other) -> other.version() > one.version() ? other : one));
        var before = profiles.lock(newest.keySet()).stream()
                .collect(Collectors.toMap(Profile::patientId, Function.identity()));
        newest.keySet().retainAll(before.keySet());
        profiles.learn(newest.values().stream().map(Insights::hour).toList());
        var changed = profiles.find(newest.keySet()).stream()
                .filter(each -> !Objects.equals(
                        each.learnedBestHour(),
                        Objects.requireNonNull(before.get(each.patientId())).learnedBestHour()))
                .toList();
        if (!changed.isEmpty()) {
            changes.announce(changed, "insight");
        }
    }

    private static boolean possible(InsightLearned insight) {
        var hour = insight.bestHour();
        return hour == null || hour >= 0 && hour < HOURS;
    }

    private static LearnedHour hour(InsightLearned insight) {
        return new LearnedHour(insight.patientId(), insight.organizationId(), insight.bestHour(), insight.version());
    }
}
