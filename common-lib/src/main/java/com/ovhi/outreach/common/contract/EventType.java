package com.ovhi.outreach.common.contract;

import java.util.Locale;
import java.util.regex.Pattern;

/** The CloudEvents type of a contract: its words, lower case, joined by dots ({@code JobChanged}: job.changed). */
public final class EventType {

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /** Every event is published under its name. */
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> contract) {
            return String.join(".", WORD_START.split(contract.getSimpleName())).toLowerCase(Locale.ROOT);
        }
    };

    private EventType() {}

    /** The type name of a contract record. */
    public static String of(Class<?> contract) {
        return NAMES.get(contract);
    }
}
