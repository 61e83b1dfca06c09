package com.ovhi.outreach.template.smspreview;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.SmsSegments;
import com.ovhi.outreach.template.wording.sms.SafeCharacters;
import com.ovhi.outreach.template.wording.sms.SmsTariff;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts and prices texts. Thread-safe. */
@Component
public class SmsPreviews {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final SmsTariff tariff;

    SmsPreviews(SmsTariff tariff) {
        this.tariff = tariff;
    }

    /**
     * Looks at a text as somebody has written it.
     *
     * @param country ISO 3166 code of where it goes; null for the usual one
     * @throws ProblemException 400 {@code invalid-request} when there is no such country
     */
    public SmsPreview of(String written, @Nullable String country) {
        var destination = destination(country);
        var text = SafeCharacters.in(written);
        var segments = SmsSegments.of(text);
        return new SmsPreview(
                text,
                segments.encoding(),
                segments.units(),
                segments.count(),
                SmsSegments.left(text),
                SafeCharacters.substitutions(written),
                SafeCharacters.irreplaceable(text),
                tariff.of(segments.count(), destination));
    }

    private String destination(@Nullable String country) {
        if (country == null) {
            return tariff.home();
        }
        var code = country.toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(code)) {
            throw ProblemException.badRequest("invalid-request", "Some fields are missing or not valid")
                    .with("errors", List.of(Map.of("field", "country", "message", "is not an ISO 3166 code")));
        }
        return code;
    }
}
