package com.ovhi.outreach.common.phi;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address. PHI: prints as a mask.
 *
 * @param value as the patient wrote it, trimmed
 */
public record EmailAddress(String value) implements Address {

    private static final Pattern PLAUSIBLE =
            Pattern.compile("[^@\\s,;<>\"]{1,64}@[^@\\s,;<>\"]{1,250}\\.[^@\\s.,;<>\"]{2,63}");

    /**
     * Reads an address.
     *
     * @return empty when no mail could be delivered to it
     */
    public static Optional<EmailAddress> parse(String text) {
        var trimmed = text.strip();
        return trimmed.length() <= 254 && PLAUSIBLE.matcher(trimmed).matches()
                ? Optional.of(new EmailAddress(trimmed))
                : Optional.empty();
    }

    @Override
    public String canonical() {
        return Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return Masked.MASK;
    }
}
