package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.transaction.Gathering;
import com.ovhi.outreach.segment.population.Engagement;
import com.ovhi.outreach.segment.population.PopulationChanges;
import com.ovhi.outreach.segment.rule.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * Remembers whom a transaction has told something of, and has them judged together just before it commits: what was
 * polled together costs a few statements however many patients it is about.
 */
@Component
class TouchedPatients {

    private final PopulationChanges changes;
    private final MembershipUpdates updates;
    private final Gathering<Touch> touches = new Gathering<>(this::judge);

    TouchedPatients(PopulationChanges changes, MembershipUpdates updates) {
        this.changes = changes;
        this.updates = updates;
    }

    /** Something of these families became known of a patient whose row the transaction holds. */
    void touched(long patientId, Set<Family> families) {
        touches.add(new Known(patientId, families));
    }

    /** Something happened between the suite and a patient: to be counted. */
    void engaged(Engagement engagement) {
        touches.add(new Engaged(engagement));
    }

    private void judge(List<Touch> all) {
        Map<Long, Set<Family>> families = new TreeMap<>();
        var engagements = new ArrayList<Engagement>();
        for (var each : all) {
            switch (each) {
                case Known known -> of(known.patientId(), families).addAll(known.families());
                case Engaged engaged -> engagements.add(engaged.engagement());
            }
        }
        if (!engagements.isEmpty()) {
            changes.engaged(engagements)
                    .forEach(patient -> of(patient, families).add(Family.ENGAGEMENT));
        }
        updates.judge(families);
    }

    private static Set<Family> of(long patientId, Map<Long, Set<Family>> families) {
        return families.computeIfAbsent(patientId, _ -> EnumSet.noneOf(Family.class));
    }

    private sealed interface Touch permits Known, Engaged {}

    private record Known(long patientId, Set<Family> families) implements Touch {}

    private record Engaged(Engagement engagement) implements Touch {}
}
