package com.ovhi.outreach.preference.profile;

import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.phi.WhatsAppUser;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what people write into addresses that can be compared. */
@Component
public class AddressReader {

    /** {@link Contact#problem()} of an address nothing could be sent to. */
    public static final String INVALID = "invalid-address";

    /** {@link Contact#problem()} of a telephone that takes no texts. */
    public static final String LANDLINE = "landline";

    private static final String REGION = "US";

    private final AddressHash hashes;

    public AddressReader(AddressHash hashes) {
        this.hashes = hashes;
    }

    /** The contact with this address; without one when it is missing or nothing could be sent to it. */
    public Contact readInto(Contact contact, Channel channel, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return contact.without(null);
        }
        return parse(channel, text)
                .map(address -> contact.at(written(address), hashes.of(address)))
                .orElseGet(() -> contact.without(INVALID));
    }

    /** The contact without an address, because what was given takes no texts. */
    public Contact landline(Contact contact) {
        return contact.without(LANDLINE);
    }

    /** The look-up hash of an address; empty when nothing could be sent to it. */
    public Optional<String> hash(Channel channel, String text) {
        return parse(channel, text).map(hashes::of);
    }

    private static Optional<? extends Address> parse(Channel channel, String text) {
        return switch (channel) {
            case EMAIL -> EmailAddress.parse(text);
            case SMS, WHATSAPP -> PhoneNumber.parse(text, REGION);
        };
    }

    private static String written(Address address) {
        return switch (address) {
            case EmailAddress email -> email.value();
            case PhoneNumber phone -> phone.e164();
            case WhatsAppUser user -> user.id();
        };
    }
}
