package com.ovhi.outreach.template.wording.locale;

import java.text.ListFormat;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How one locale writes days, times and zones: from the runtime's CLDR data, or from a table of our own. */
interface Calligraphy {

    /** The day of the week, the day and the month. */
    String date(TemporalAccessor moment);

    /** Hour and minute. */
    String time(TemporalAccessor moment);

    /** At least two of them, enumerated. */
    String list(List<String> texts);

    /** The short name of a zone. */
    String zone(ZonedDateTime moment);

    static Calligraphy of(Locale locale) {
        return locale.getLanguage().equals("ht") ? new HaitianCreole() : new Cldr(locale);
    }

    /** Western digits throughout: clinics' signs, telephones and the reply digits have them too. */
    final class Cldr implements Calligraphy {

        /** Unusual spaces would double the price of an SMS; marks of direction are added where values are inserted. */
        private static final Pattern SPACE = Pattern.compile("[\\p{Z}]+");

        private static final Pattern MARK = Pattern.compile("[\\u200e\\u200f\\u061c]");

        private final DateTimeFormatter date;
        private final DateTimeFormatter time;
        private final DateTimeFormatter zone;
        private final ListFormat list;

        Cldr(Locale locale) {
            date = DateTimeFormatter.ofLocalizedPattern("MMMEd").withLocale(locale);
            time = DateTimeFormatter.ofLocalizedPattern("jm").withLocale(locale);
            zone = DateTimeFormatter.ofPattern("z", locale);
            list = ListFormat.getInstance(locale, ListFormat.Type.STANDARD, ListFormat.Style.FULL);
        }

        @Override
        public String date(TemporalAccessor moment) {
            return plain(date.format(moment));
        }

        @Override
        public String time(TemporalAccessor moment) {
            return plain(time.format(moment));
        }

        @Override
        public String list(List<String> texts) {
            return plain(list.format(texts));
        }

        @Override
        public String zone(ZonedDateTime moment) {
            return plain(zone.format(moment));
        }

        private static String plain(String text) {
            return MARK.matcher(SPACE.matcher(text).replaceAll(" ")).replaceAll("");
        }
    }
}
