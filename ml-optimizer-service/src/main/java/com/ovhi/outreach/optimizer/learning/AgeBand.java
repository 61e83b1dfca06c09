package com.ovhi.outreach.optimizer.learning;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** As much of a patient's age as the models may know. */
public enum AgeBand {
    /** Not known, not plausible or under age: no habits of their own. */
    UNKNOWN("unknown"),
    YOUNG("18-30"),
    MIDDLE("31-50"),
    OLDER("51-64"),
    ELDER("65+");

    private static final int MOST_YEARS = 120;

    private final String code;

    AgeBand(String code) {
        this.code = code;
    }

    /** The name on the wire and in the database. */
    public String code() {
        return code;
    }

    /** The name of the cohort of those who also speak a language (a tag): what stands before the slash is the wider one. */
    public String cohort(@Nullable String language) {
        return code + "/" + (language == null ? "unknown" : language.split("-", 2)[0]);
    }

    /** The band of a name; unknown for any other. */
    public static AgeBand of(@Nullable String code) {
        return Arrays.stream(values())
                .filter(each -> each.code.equals(code))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** The band of somebody born on a day. */
    public static AgeBand of(@Nullable LocalDate birth, LocalDate today) {
        var years = birth == null ? -1 : ChronoUnit.YEARS.between(birth, today);
        if (years < 18 || years > MOST_YEARS) {
            return UNKNOWN;
        }
        return years <= 30 ? YOUNG : years <= 50 ? MIDDLE : years <= 64 ? OLDER : ELDER;
    }
}
