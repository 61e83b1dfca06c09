package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.phi.WhatsAppUser;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the address a message would go to. */
public final class Recipient {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");

    private Recipient() {}

    /** The address, or empty when the channel cannot reach it. */
    public static Optional<Address> of(Channel channel, MessageContent content) {
        return switch (channel) {
            case EMAIL -> EmailAddress.parse(content.address()).map(Address.class::cast);
            case SMS -> number(content.address());
            case WHATSAPP ->
                number(content.address())
                        .or(() -> WhatsAppUser.parse(content.address()).map(Address.class::cast));
        };
    }

    private static Optional<Address> number(String text) {
        return E164.matcher(text).matches() ? Optional.of(new PhoneNumber(text)) : Optional.empty();
    }
}
