package com.ovhi.outreach.segment.rule;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Something a rule may ask of a patient.
 *
 * @param parameter what stands behind the name, as in {@code no_shows_within.90}
 * @param timed whether it may change with the date alone, without an event
 * @param words how it is called in an explanation; {@code {}} is where the parameter stands
 * @param values all it can be, empty when that is not fixed
 */
public record Variable(
        String name, Family family, Type type, Parameter parameter, boolean timed, String words, List<String> values) {

    public Variable {
        values = List.copyOf(values);
    }

    /** A truth of the caller's own, such as whether a step was answered. */
    public static Variable truth(String name, String words) {
        return own(name, Type.BOOLEAN, words);
    }

    /** A variable of the caller's own; unknown wherever the facts do not tell it. */
    public static Variable own(String name, Type type, String words) {
        return new Variable(name, Family.OWN, type, Parameter.NONE, false, words, List.of());
    }

    /** How it is called with this argument. */
    String words(String argument) {
        return words.replace("{}", argument);
    }

    /** What may stand behind a variable's name. */
    public enum Parameter {
        NONE("", ""),
        /** A number of days back, today included. */
        DAYS("a number of days from 1 to 730", "[1-9]\\d?|[1-6]\\d\\d|7[0-2]\\d|730"),
        /** A name that decides how patients are dealt to buckets. */
        SEED("a name of up to 32 small letters, digits and dashes", "[a-z0-9-]{1,32}");

        private final String words;
        private final Pattern pattern;

        Parameter(String words, String pattern) {
            this.words = words;
            this.pattern = Pattern.compile(pattern);
        }

        /** What it must be, for people. */
        public String words() {
            return words;
        }

        /** The regular expression it must match as a whole. */
        public String pattern() {
            return pattern.pattern();
        }

        boolean allows(String argument) {
            return pattern.matcher(argument).matches();
        }
    }
}
