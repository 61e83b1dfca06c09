package com.ovhi.outreach.common.phi;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;

/**
 * A telephone number in E.164 form. PHI: prints as a mask.
 *
 * @param e164 plus sign and at most 15 digits
 */
public record PhoneNumber(String e164) implements Address {

    /**
     * Reads a number as people write it; a number without country code is taken as one of {@code region}.
     *
     * @param region ISO 3166-1 alpha-2, such as {@code US}
     * @return empty when no telephone number can have this form
     */
    public static Optional<PhoneNumber> parse(String text, String region) {
        var util = PhoneNumberUtil.getInstance();
        try {
            var number = util.parse(text, region);
            return util.isPossibleNumber(number)
                    ? Optional.of(new PhoneNumber(util.format(number, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public String canonical() {
        return e164;
    }

    @Override
    public String toString() {
        return Masked.MASK;
    }
}
