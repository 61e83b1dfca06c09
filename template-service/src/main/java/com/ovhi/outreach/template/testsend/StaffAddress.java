package com.ovhi.outreach.template.testsend;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.phi.WhatsAppUser;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and shows the addresses of staff. */
final class StaffAddress {

    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final int SHOWN_DIGITS = 4;

    private StaffAddress() {}

    /** The address that a text is on a channel: an e-mail address or an E.164 number. */
    static Optional<Address> parse(Channel channel, String text) {
        return switch (channel) {
            case EMAIL -> EmailAddress.parse(text).map(Address.class::cast);
            case SMS, WHATSAPP ->
                E164.matcher(text.strip()).matches() ? Optional.of(new PhoneNumber(text.strip())) : Optional.empty();
        };
    }

    /** Enough of an address for its owner to know it again. */
    static String hint(Address address) {
        return switch (address) {
            case PhoneNumber(var e164) -> "…" + e164.substring(e164.length() - SHOWN_DIGITS);
            case WhatsAppUser(var id) -> "…" + id.substring(Math.max(0, id.length() - SHOWN_DIGITS));
            case EmailAddress(var value) ->
                value.substring(0, value.offsetByCodePoints(0, 1)) + "…" + value.substring(value.lastIndexOf('@'));
        };
    }

    /** How it is written. */
    static String written(Address address) {
        return switch (address) {
            case PhoneNumber(var e164) -> e164;
            case WhatsAppUser(var id) -> id;
            case EmailAddress(var value) -> value;
        };
    }
}
