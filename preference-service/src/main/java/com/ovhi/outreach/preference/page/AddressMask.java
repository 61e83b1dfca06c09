package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.ids.Channel;

/** Enough of an address for its owner to know it, and for nobody else. */
final class AddressMask {

    private static final String DOTS = "•••";

    private AddressMask() {}

    static String of(Channel channel, String address) {
        return switch (channel) {
            case EMAIL -> email(address);
            case SMS, WHATSAPP -> DOTS + " " + address.substring(Math.max(0, address.length() - 2));
        };
    }

    /** First letter and last part of the domain. */
    private static String email(String address) {
        var at = address.lastIndexOf('@');
        var dot = address.lastIndexOf('.');
        return at < 1 || dot < at
                ? DOTS
                : address.substring(0, address.offsetByCodePoints(0, 1)) + DOTS + "@" + DOTS + address.substring(dot);
    }
}
