package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.Reports;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a person may do about attempts whose outcome nobody knows. */
@Component
class Review {

    private static final int MOST = 500;

    private final SendIntents intents;
    private final Outcomes outcomes;
    private final Reports reports;

    Review(SendIntents intents, Outcomes outcomes, Reports reports) {
        this.intents = intents;
        this.outcomes = outcomes;
        this.reports = reports;
    }

    /** Attempts in a state, oldest first; for each patient shown there is an entry in the audit log. */
    @Transactional
    public List<SendIntent> list(IntentState state, Caller caller) {
        var states =
                state == IntentState.UNKNOWN ? EnumSet.of(IntentState.UNKNOWN, IntentState.REVIEW) : EnumSet.of(state);
        return shown(intents.in(states, caller.organization(), MOST), caller);
    }

    /** The newest attempts of one patient; looking is an entry in the audit log, even when there are none. */
    @Transactional
    public List<SendIntent> ofPatient(long patientId, Caller caller) {
        reports.looked(caller.organization(), patientId, caller.subject());
        return intents.ofPatient(patientId, caller.organization(), MOST);
    }

    private List<SendIntent> shown(List<SendIntent> found, Caller caller) {
        found.stream()
                .map(SendIntent::patientId)
                .distinct()
                .forEach(patient -> reports.looked(caller.organization(), patient, caller.subject()));
        return found;
    }

    /** Settles an attempt by what a person found out; saying the same twice is fine. */
    @Transactional
    public SendIntent resolve(UUID id, boolean sent, @Nullable String providerMessageId, Caller caller) {
        var intent = own(id, caller);
        var settled = sent ? IntentState.ACCEPTED : IntentState.NOT_SENT;
        if (intent.state() == settled) {
            return intent;
        }
        if (intent.state() != IntentState.UNKNOWN && intent.state() != IntentState.REVIEW) {
            throw ProblemException.conflict("not-unknown", "The outcome of this attempt is known or still awaited");
        }
        SendOutcome outcome =
                sent ? new Accepted(providerMessageId) : NotSent.refused(FailureClass.RETRY, "resolved-not-sent");
        outcomes.record(id, outcome, caller.subject());
        return own(id, caller);
    }

    private SendIntent own(UUID id, Caller caller) {
        return intents.lock(id)
                .filter(intent -> intent.organizationId() == caller.organization())
                .orElseThrow(() -> ProblemException.notFound("unknown-intent", "There is no such attempt"));
    }
}
