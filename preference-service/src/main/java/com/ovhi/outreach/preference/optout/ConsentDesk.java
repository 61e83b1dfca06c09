package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.Wordings;
import com.ovhi.outreach.preference.effective.Resolved;
import com.ovhi.outreach.preference.locking.LockingTransactions;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.Barrier;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Consent as staff and OVHI core record it, for one patient of the caller's organisation. */
@Component
public class ConsentDesk {

    private final Profiles profiles;
    private final OptOuts optOuts;
    private final AddressReader addresses;
    private final Wordings wordings;
    private final LockingTransactions transactions;
    private final Clock clock;

    ConsentDesk(
            Profiles profiles,
            OptOuts optOuts,
            AddressReader addresses,
            Wordings wordings,
            LockingTransactions transactions,
            Clock clock) {
        this.profiles = profiles;
        this.optOuts = optOuts;
        this.addresses = addresses;
        this.wordings = wordings;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Resolved optOut(long patientId, long organization, ConsentRequest request, Actor actor) {
        return transactions.run(() -> refuse(patientId, organization, request, actor));
    }

    private Resolved refuse(long patientId, long organization, ConsentRequest request, Actor actor) {
        var at = time(request);
        var hash = hash(request);
        var profile = owned(profiles.lock(patientId), organization);
        keepWording(organization, request);
        return optOuts.requested(profile, ConsentAction.REVOKE, request, hash, at, actor);
    }

    /** Lifts what the patient's own unsubscribing began, never what STOP, a complaint or a bounce did. */
    public Resolved optIn(long patientId, long organization, ConsentRequest request, Actor actor) {
        return transactions.run(() -> allow(patientId, organization, request, actor));
    }

    private Resolved allow(long patientId, long organization, ConsentRequest request, Actor actor) {
        request.requireProof();
        var at = time(request);
        var hash = hash(request);
        var seen = owned(profiles.find(patientId), organization);
        var own = seen.contact(request.channel()).hash();
        if (own != null && !request.isAboutEncryption() && (hash == null || hash.equals(own))) {
            optOuts.unblock(Barrier.toEverybody(own, request.channel()), SuppressionReason.UNSUBSCRIBE, at, actor);
        }
        var profile = owned(profiles.lock(patientId), organization);
        keepWording(organization, request);
        var scope = request.isAboutEncryption() && hash == null ? mailbox(profile) : hash;
        return optOuts.requested(profile, ConsentAction.GRANT, request, scope, at, actor);
    }

    /** Who accepts unencrypted e-mail knows who reads this mailbox, and not who reads their next one. */
    private static String mailbox(Profile profile) {
        var hash = profile.contact(Channel.EMAIL).hash();
        if (hash == null) {
            throw ProblemException.unprocessable("no-address", "The patient has no e-mail address");
        }
        return hash;
    }

    private Instant time(ConsentRequest request) {
        var now = clock.instant();
        var said = request.effectiveAt();
        if (said != null && said.isAfter(now)) {
            throw ProblemException.unprocessable("in-the-future", "'effective_at' has not come yet");
        }
        return said == null ? now : said;
    }

    private @Nullable String hash(ConsentRequest request) {
        var address = request.address();
        return address == null
                ? null
                : addresses
                        .hash(request.channel(), address)
                        .orElseThrow(() -> ProblemException.unprocessable(
                                        "invalid-address", "Nothing could be sent to this address")
                                .with("channel", request.channel().code()));
    }

    private void keepWording(long organization, ConsentRequest request) {
        if (request.wording() != null && request.wordingVersion() != null) {
            wordings.keep(
                    organization, request.wordingVersion(), request.evidence("").language(), request.wording());
        }
    }

    private static Profile owned(Optional<Profile> profile, long organization) {
        return profile.filter(each -> each.organizationId() == organization)
                .orElseThrow(() -> ProblemException.notFound("unknown-patient", "There is no such patient"));
    }
}
