package com.ovhi.outreach.preference.setting;

import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** BCP 47 language tags: well-formed, and of a language and a region that exist. */
final class Languages {

    private static final int MAX_LENGTH = 35;
    private static final Set<String> TWO_LETTERS = Set.copyOf(Arrays.asList(Locale.getISOLanguages()));
    private static final Set<String> REGIONS = Set.copyOf(Arrays.asList(Locale.getISOCountries()));
    private static final Pattern AREA = Pattern.compile("\\d{3}");

    private Languages() {}

    /** The tag in its canonical spelling, such as {@code es-MX} for {@code es-mx}. */
    static Optional<String> canonical(String tag) {
        if (tag.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            var locale = new Locale.Builder().setLanguageTag(tag).build();
            return isLanguage(locale) && isRegion(locale.getCountry())
                    ? Optional.of(locale.toLanguageTag())
                    : Optional.empty();
        } catch (IllformedLocaleException e) {
            return Optional.empty();
        }
    }

    /** Of languages with three letters those that have a name; there is no list of them in the platform. */
    private static boolean isLanguage(Locale locale) {
        var language = locale.getLanguage();
        return switch (language.length()) {
            case 2 -> TWO_LETTERS.contains(language);
            case 3 -> !locale.getDisplayLanguage(Locale.ENGLISH).equals(language);
            default -> false;
        };
    }

    private static boolean isRegion(String region) {
        return region.isEmpty()
                || REGIONS.contains(region)
                || AREA.matcher(region).matches();
    }
}
