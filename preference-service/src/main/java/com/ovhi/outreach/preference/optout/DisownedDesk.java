package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.optout.SuppressionDesk.Removal;
import com.ovhi.outreach.preference.profile.DisownedAddresses;
import com.ovhi.outreach.preference.profile.DisownedAddresses.Disowned;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was reported not to be a patient's address, as staff see it and find it to be wrong. */
@Component
class DisownedDesk {

    private final Profiles profiles;
    private final DisownedAddresses disowned;
    private final Changes changes;
    private final AuditTrail trail;
    private final LockingTransactions transactions;

    DisownedDesk(
            Profiles profiles,
            DisownedAddresses disowned,
            Changes changes,
            AuditTrail trail,
            LockingTransactions transactions) {
        this.profiles = profiles;
        this.disowned = disowned;
        this.changes = changes;
        this.trail = trail;
        this.transactions = transactions;
    }

    @Transactional
    public List<Disowned> find(long patientId, long organization, Actor actor) {
        owned(profiles.find(patientId), organization);
        trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "disowned-addresses"));
        return disowned.of(patientId);
    }

    /** The address is the patient's after all. Consent and suppressions stay as they are. */
    void remove(long patientId, long organization, String addressHash, Removal because, Actor actor) {
        transactions.run(() -> {
            owned(profiles.lock(patientId), organization);
            if (!disowned.own(patientId, addressHash)) {
                throw ProblemException.notFound("unknown-address", "Nobody said so of such an address");
            }
            changes.announce(patientId, "disowned-removed");
            trail.record(
                    organization,
                    patientId,
                    actor,
                    AuditAction.PREFERENCE_CHANGE,
                    Map.of("cause", "disowned-removed", "address_hash", addressHash, "because", because.code()));
            return true;
        });
    }

    private static void owned(Optional<Profile> profile, long organization) {
        if (profile.filter(each -> each.organizationId() == organization).isEmpty()) {
            throw ProblemException.notFound("unknown-patient", "There is no such patient");
        }
    }
}
