package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.ids.Channel;
import java.util.regex.Pattern;
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
 * @param wrote the id of the message at its provider, of an e-mail its Message-ID
 */
public record Asker(
        Channel channel,
        String addressHash,
        String address,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        @Nullable String language,
        boolean known,
        boolean optedOut,
        String wrote) {

    private static final Pattern MESSAGE_ID =
            Pattern.compile("[\\x21-\\x7e&&[^<>@]]{1,120}@[\\x21-\\x7e&&[^<>@]]{1,120}");

    /** The Message-ID of the e-mail that is answered; null of anything else, and where the mail had none to rely on. */
    @Nullable
    String messageId() {
        return channel == Channel.EMAIL && MESSAGE_ID.matcher(wrote).matches() ? wrote : null;
    }

    @Override
    public String toString() {
        return "Asker[" + channel + ", " + addressHash + "]";
    }
}
