package com.ovhi.outreach.reply.answer;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A day, and if need be a time of day, as a language writes them; without a year. */
final class WrittenDay {

    /** The runtime knows Tagalog as Filipino and no Haitian Creole, whose readers know French; others need a region. */
    private static final Map<String, String> LOCALES =
            Map.of("tl", "fil-PH", "ht", "fr-HT", "en", "en-US", "es", "es-US");

    /** Unusual spaces would double the price of an SMS. */
    private static final Pattern SPACE = Pattern.compile("\\p{Z}+");

    private static final Pattern MARK = Pattern.compile("[\\u200e\\u200f\\u061c]");

    private final DateTimeFormatter day;
    private final DateTimeFormatter time;

    WrittenDay(String language) {
        var locale = Locale.forLanguageTag(LOCALES.getOrDefault(language, language));
        day = DateTimeFormatter.ofLocalizedPattern("MMMEd").withLocale(locale);
        time = DateTimeFormatter.ofLocalizedPattern("jm").withLocale(locale);
    }

    /** Such as {@code Wed, Mar 4} or {@code mié, 4 mar}. */
    String day(ZonedDateTime moment) {
        return plain(day.format(moment));
    }

    /** Such as {@code Wed, Mar 4 9:30 AM}. */
    String dayAndTime(ZonedDateTime moment) {
        return day(moment) + " " + plain(time.format(moment));
    }

    private static String plain(String text) {
        return MARK.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("");
    }
}
