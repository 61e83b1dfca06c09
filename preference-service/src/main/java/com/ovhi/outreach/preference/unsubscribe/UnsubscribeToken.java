package com.ovhi.outreach.preference.unsubscribe;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What the link in an e-mail carries, sealed by channel-workers. Only who has the keys can make one.
 *
 * @param jobId whose message carried it; null of a test, and of a message that is older than the field
 */
record UnsubscribeToken(
        long patientId,
        long organizationId,
        Channel channel,
        String addressHash,
        @Nullable UUID jobId) {

    /** What the token is sealed for. */
    static final String CONTEXT = "unsubscribe";

    private static final int MAX_LENGTH = 1_000;

    /** Empty when nobody who knows our keys made it. */
    static Optional<UnsubscribeToken> open(String token, FieldCipher cipher) {
        if (token.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            var opened = ContractJson.read(cipher.open(new Sealed(token), CONTEXT), UnsubscribeToken.class);
            return opened.complete() ? Optional.of(opened) : Optional.empty();
        } catch (FieldCipher.UnreadableSecret | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("NullAway") // JSON may lack what the type promises
    private boolean complete() {
        return channel != null && addressHash != null && addressHash.matches("[0-9a-f]{32}");
    }
}
