package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Opens what an order carries. The look-up hash is made here, of the very address that is called. Thread-safe. */
@Component
public class Contents {

    private final FieldCipher cipher;
    private final AddressHash hashes;

    Contents(FieldCipher cipher, AddressHash hashes) {
        this.cipher = cipher;
        this.hashes = hashes;
    }

    /** What was sealed for a context; empty when it does not open or is no content. */
    public Optional<MessageContent> open(Sealed content, String context) {
        try {
            return Optional.of(ContractJson.read(cipher.open(content, context), MessageContent.class));
        } catch (UnreadableSecret | JacksonException e) {
            // The refusal says so; the exception may quote the content.
            return Optional.empty();
        }
    }

    /** The hash of the address; empty when the channel cannot reach it. */
    public Optional<String> addressHash(Channel channel, MessageContent content) {
        return Recipient.of(channel, content).map(hashes::of);
    }
}
