package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.PublicAddresses;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The one-click unsubscribe address of a mail (RFC 8058); its token is sealed for preference-service. */
@Component
class UnsubscribeLink {

    private static final String CONTEXT = "unsubscribe";

    private final FieldCipher cipher;
    private final PublicAddresses addresses;

    UnsubscribeLink(FieldCipher cipher, PublicAddresses addresses) {
        this.cipher = cipher;
        this.addresses = addresses;
    }

    String of(OutboundMessage message) {
        var token = new Token(
                message.patientId(), message.organizationId(), Channel.EMAIL, message.addressHash(), message.job());
        return addresses.unsubscribeBase() + "/api/v1/unsubscribe/"
                + cipher.seal(ContractJson.writeText(token), CONTEXT).ciphertext();
    }

    /**
     * Opaque ids only, and sealed.
     *
     * @param jobId whose message is left by the link; null when it is of no job
     */
    record Token(
            long patientId,
            long organizationId,
            Channel channel,
            String addressHash,
            @Nullable UUID jobId) {}
}
