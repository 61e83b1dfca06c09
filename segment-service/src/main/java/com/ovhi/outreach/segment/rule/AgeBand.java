package com.ovhi.outreach.segment.rule;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ages by which people are told apart without saying how old they are. */
public enum AgeBand {
    CHILD("0-17", 0),
    YOUNG("18-34", 18),
    MIDDLE("35-49", 35),
    MATURE("50-64", 50),
    OLD("65+", 65);

    private final String code;
    private final int from;

    AgeBand(String code, int from) {
        this.code = code;
        this.from = from;
    }

    /** The name in rules. */
    public String code() {
        return code;
    }

    /** The age at which it begins. */
    public int from() {
        return from;
    }

    /** The band of an age; null when the age is unknown. */
    public static @Nullable String of(@Nullable Long age) {
        return age == null
                ? null
                : Arrays.stream(values())
                        .filter(each -> age >= each.from)
                        .reduce((lower, higher) -> higher)
                        .map(AgeBand::code)
                        .orElse(null);
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(AgeBand::code).toList();
    }
}
