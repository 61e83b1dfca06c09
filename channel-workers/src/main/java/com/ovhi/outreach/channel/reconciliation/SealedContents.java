package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Opens what was to be sent. */
@Component
class SealedContents {

    private final FieldCipher cipher;

    SealedContents(FieldCipher cipher) {
        this.cipher = cipher;
    }

    /** The content of an attempt; empty when it is gone or cannot be read. */
    Optional<MessageContent> of(SendIntent intent) {
        var sealed = intent.content();
        if (sealed == null) {
            return Optional.empty();
        }
        try {
            var plain = cipher.open(sealed, SendIntent.contentContext(intent.jobId()));
            return Optional.of(ContractJson.read(plain, MessageContent.class));
        } catch (UnreadableSecret | JacksonException e) {
            return Optional.empty();
        }
    }
}
