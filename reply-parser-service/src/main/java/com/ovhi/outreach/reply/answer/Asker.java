package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.ids.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Whom an answer goes to. PHI: prints without the address.
 *
 * @param address an E.164 number, an e-mail address or an id of Meta's
 * @param organizationId null when nobody can tell whose patient it is
 * @param patientId null when nobody, or several, could have written
 * @param language the patient's, null when unknown
 * @param known whether the address is a patient's
 * @param optedOut whether no messages may go there
 */
public record Asker(
        Channel channel,
        String addressHash,
        String address,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        @Nullable String language,
        boolean known,
        boolean optedOut) {

    @Override
    public String toString() {
        return "Asker[" + channel + ", " + addressHash + "]";
    }
}
