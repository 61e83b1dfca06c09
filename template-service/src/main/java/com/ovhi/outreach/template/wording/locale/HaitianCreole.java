package com.ovhi.outreach.template.wording.locale;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Haitian Creole, which CLDR does not know; hours as its speakers in the United States write them. */
final class HaitianCreole implements Calligraphy {

    private static final List<String> DAYS =
            List.of("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch");
    private static final List<String> MONTHS = List.of(
            "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);
    private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("z", Locale.US);

    /** Of days and months. */
    static Stream<String> names() {
        return Stream.concat(DAYS.stream(), MONTHS.stream());
    }

    @Override
    public String date(TemporalAccessor moment) {
        return DAYS.get(DayOfWeek.from(moment).ordinal())
                + " "
                + moment.get(ChronoField.DAY_OF_MONTH)
                + " "
                + MONTHS.get(Month.from(moment).ordinal());
    }

    @Override
    public String time(TemporalAccessor moment) {
        return TIME.format(moment);
    }

    @Override
    public String list(List<String> texts) {
        return String.join(", ", texts.subList(0, texts.size() - 1)) + " ak " + texts.getLast();
    }

    @Override
    public String zone(ZonedDateTime moment) {
        return ZONE.format(moment);
    }
}
