package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Opens what an order carries. The look-up hash is made here, of the very address that is called. */
@Component
class TestContents {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

    private final FieldCipher cipher;
    private final AddressHash hashes;

    TestContents(FieldCipher cipher, AddressHash hashes) {
        this.cipher = cipher;
        this.hashes = hashes;
    }

    /** Empty when it does not open or is no content. */
    Optional<MessageContent> of(TestSendOrdered order) {
        try {
            var plain = cipher.open(order.content(), TestSendOrdered.contentContext(order.testId()));
            return Optional.of(ContractJson.read(plain, MessageContent.class));
        } catch (UnreadableSecret | JacksonException e) {
            // The refusal says so; the exception may quote the content.
            return Optional.empty();
        }
    }

    /** The hash of the address; empty when the channel cannot reach it. */
    Optional<String> addressHash(Channel channel, MessageContent content) {
        Optional<Address> address = switch (channel) {
            case EMAIL -> EmailAddress.parse(content.address()).map(Address.class::cast);
            case SMS, WHATSAPP ->
                E164.matcher(content.address()).matches()
                        ? Optional.of(new PhoneNumber(content.address()))
                        : Optional.empty();
        };
        return address.map(hashes::of);
    }
}
