package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.profile.Gone;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Patients who died, and records that were given up for another one of the same patient. Every channel is closed to them for
 * every purpose, and everybody is told; so what waits for them is called off, and what is on its way is refused at the gate.
 * No profile, consent or edit opens them again. What the patient said no to under the former record holds under the other.
 */
@Component
class Departures {

    private final Profiles profiles;
    private final ConsentLedger ledger;
    private final Changes changes;
    private final AuditTrail trail;

    Departures(Profiles profiles, ConsentLedger ledger, Changes changes, AuditTrail trail) {
        this.profiles = profiles;
        this.ledger = ledger;
        this.changes = changes;
        this.trail = trail;
    }

    /** Runs in the caller's transaction. Who died under a record that was given up died under the one that stays as well. */
    void died(PatientDeceased patient, Instant at) {
        died(patient.patientId(), patient.organizationId(), at);
    }

    private void died(long patientId, long organizationId, Instant at) {
        hold(patientId, organizationId, at);
        for (var each : records(patientId)) {
            var known = hold(each, organizationId, at);
            if (known.gone() != Gone.DECEASED) {
                close(known, Gone.DECEASED, null);
            }
        }
    }

    /** The record, the one it was given up for, and so on to the one that stays. */
    private List<Long> records(long patientId) {
        var records = new LinkedHashSet<Long>();
        var next = Optional.of(patientId);
        while (next.isPresent() && records.add(next.get())) {
            next = profiles.mergedInto(next.get());
        }
        return List.copyOf(records);
    }

    /** Runs in the caller's transaction. */
    void merged(PatientMerged patient, Instant at) {
        var from = patient.patientId();
        var into = patient.intoPatientId();
        if (from == into) {
            return;
        }
        hold(Math.min(from, into), patient.organizationId(), at);
        hold(Math.max(from, into), patient.organizationId(), at);
        var former = profiles.find(from).orElseThrow();
        if (profiles.mergedInto(from).isPresent()) {
            return;
        }
        var refusals = Consents.refusals(ledger.of(from), former.organizationId());
        close(former, Gone.MERGED, into);
        if (former.gone() == Gone.DECEASED) {
            died(into, patient.organizationId(), at);
        }
        if (!refusals.isEmpty()) {
            var stays = hold(records(into).getLast(), patient.organizationId(), at);
            refusals.forEach(each -> ledger.append(each.in(stays.patientId())));
            changes.announceMerged(stays.patientId(), from);
            audit(stays, AuditAction.OPT_OUT, "merged");
        }
    }

    /** Locks a patient; one who was not heard of before is noted, so that a profile that comes later finds them closed. */
    private Profile hold(long patientId, long organizationId, Instant at) {
        return profiles.lock(patientId).orElseGet(() -> {
            profiles.save(Profile.fresh(patientId, organizationId, at.truncatedTo(ChronoUnit.MICROS)));
            return profiles.lock(patientId).orElseThrow();
        });
    }

    private void close(Profile known, Gone gone, @Nullable Long into) {
        profiles.close(known.patientId(), gone, into);
        changes.announce(known.patientId(), gone.code());
        audit(known, AuditAction.PREFERENCE_CHANGE, gone.code());
    }

    private void audit(Profile profile, AuditAction action, String cause) {
        trail.record(profile.organizationId(), profile.patientId(), Actor.CORE, action, Map.of("cause", cause));
    }
}
