package com.ovhi.outreach.preference.unsubscribe;

import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.optout.OptOuts;
import com.ovhi.outreach.preference.optout.OptOuts.AddressOptOut;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Whoever follows the link speaks for the address it was sent to. */
@Component
class Unsubscribing {

    private final OptOuts optOuts;
    private final Clock clock;

    Unsubscribing(OptOuts optOuts, Clock clock) {
        this.optOuts = optOuts;
        this.clock = clock;
    }

    @Transactional
    public void unsubscribe(UnsubscribeToken token) {
        optOuts.stop(new AddressOptOut(
                token.addressHash(),
                token.patientId(),
                token.channel(),
                SuppressionReason.UNSUBSCRIBE,
                ConsentSource.UNSUBSCRIBE,
                clock.instant(),
                Evidence.ofPatient("unsubscribe-link", "patient/" + token.patientId()),
                Actor.PATIENT));
    }
}
