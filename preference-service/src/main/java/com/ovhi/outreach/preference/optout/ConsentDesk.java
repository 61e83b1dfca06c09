package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.audit.AuditTrail;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.effective.Resolved;
import com.ovhi.outreach.preference.optout.ConsentRequest.Scope;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import com.ovhi.outreach.preference.suppression.Suppressions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Consent as staff and OVHI core record it, for one patient of the caller's organisation. */
@Component
public class ConsentDesk {

    private final Profiles profiles;
    private final OptOuts optOuts;
    private final Suppressions suppressions;
    private final ConsentLedger ledger;
    private final AuditTrail trail;
    private final Clock clock;

    ConsentDesk(
            Profiles profiles,
            OptOuts optOuts,
            Suppressions suppressions,
            ConsentLedger ledger,
            AuditTrail trail,
            Clock clock) {
        this.profiles = profiles;
        this.optOuts = optOuts;
        this.suppressions = suppressions;
        this.ledger = ledger;
        this.trail = trail;
        this.clock = clock;
    }

    @Transactional
    public ChannelPreference optOut(long patientId, long organization, ConsentRequest request, Actor actor) {
        var profile = owned(profiles.lock(patientId), organization);
        var resolved = optOuts.requested(
                profile,
                request.channel(),
                request.classesOr(Scope.ALL),
                ConsentAction.REVOKE,
                clock.instant(),
                request.evidence(actor.name()),
                actor);
        return answer(resolved, request.channel());
    }

    /** Lifts what the patient's own unsubscribing began, never what STOP, a complaint or a bounce did. */
    @Transactional
    public ChannelPreference optIn(long patientId, long organization, ConsentRequest request, Actor actor) {
        var now = clock.instant();
        var seen = owned(profiles.find(patientId), organization);
        var hash = seen.contact(request.channel()).hash();
        if (hash != null) {
            suppressions.lift(hash, request.channel(), SuppressionReason.UNSUBSCRIBE, now);
        }
        var profile = owned(profiles.lock(patientId), organization);
        var resolved = optOuts.requested(
                profile,
                request.channel(),
                request.classesOr(Scope.TRANSACTIONAL),
                ConsentAction.GRANT,
                now,
                request.evidence(actor.name()),
                actor);
        return answer(resolved, request.channel());
    }

    @Transactional
    public List<ConsentEntry> ledger(long patientId, long organization, Actor actor) {
        owned(profiles.find(patientId), organization);
        trail.record(organization, patientId, actor, AuditAction.ACCESS, Map.of("what", "consents"));
        return ledger.of(patientId).stream()
                .filter(each -> each.organizationId() == organization)
                .toList();
    }

    private static ChannelPreference answer(Resolved resolved, Channel channel) {
        var preference = resolved.preferences().channels().get(channel);
        if (preference == null) {
            throw new IllegalStateException("Every channel is resolved");
        }
        return preference;
    }

    private static Profile owned(Optional<Profile> profile, long organization) {
        return profile.filter(each -> each.organizationId() == organization)
                .orElseThrow(() -> ProblemException.notFound("unknown-patient", "There is no such patient"));
    }
}
