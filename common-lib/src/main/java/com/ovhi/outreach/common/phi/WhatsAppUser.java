package com.ovhi.outreach.common.phi;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of WhatsApp who shows us no telephone number, by the id Meta gives them for our business. PHI: prints as a mask.
 *
 * @param id such as {@code US.13491208655302741918}
 */
public record WhatsAppUser(String id) implements Address {

    private static final Pattern ID = Pattern.compile("[A-Z]{2}\\.[A-Za-z0-9]{1,128}");

    /** Reads an id; empty when it has not the form of one. */
    public static Optional<WhatsAppUser> parse(String text) {
        return ID.matcher(text).matches() ? Optional.of(new WhatsAppUser(text)) : Optional.empty();
    }

    @Override
    public String canonical() {
        return id;
    }

    @Override
    public String toString() {
        return Masked.MASK;
    }
}
