package com.ovhi.outreach.segment.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is computed of numbers and dates; unknown where one of them is. */
sealed interface Computed extends Term {

    /** Two or more numbers, all whole or all fractions, from the left to the right. */
    record Calculation(Arithmetic how, Type type, List<Term> parts) implements Computed {
        @Override
        public @Nullable Object of(Facts facts) {
            var result = parts.getFirst().of(facts);
            for (var each : parts.subList(1, parts.size())) {
                result = how.of(result, each.of(facts));
            }
            return result;
        }
    }

    /** A whole number where it meets a fraction. */
    record Widened(Term whole) implements Computed {
        @Override
        public Type type() {
            return Type.FRACTION;
        }

        @Override
        public @Nullable Object of(Facts facts) {
            return whole.of(facts) instanceof Long number ? (Double) number.doubleValue() : null;
        }

        @Override
        public List<Term> parts() {
            return List.of(whole);
        }
    }

    /** A date so many days later, or earlier when negative. */
    record Shifted(Term date, long days) implements Computed {
        @Override
        public Type type() {
            return Type.DATE;
        }

        @Override
        public @Nullable Object of(Facts facts) {
            return date.of(facts) instanceof LocalDate from ? from.plusDays(days) : null;
        }

        @Override
        public List<Term> parts() {
            return List.of(date);
        }
    }

    /** The days from the second date to the first. */
    record DaysBetween(Term later, Term earlier) implements Computed {
        @Override
        public Type type() {
            return Type.NUMBER;
        }

        @Override
        public @Nullable Object of(Facts facts) {
            return later.of(facts) instanceof LocalDate to && earlier.of(facts) instanceof LocalDate from
                    ? (Long) ChronoUnit.DAYS.between(from, to)
                    : null;
        }

        @Override
        public List<Term> parts() {
            return List.of(later, earlier);
        }
    }

    /** The least or greatest of numbers or dates; null where one is. */
    record Extreme(Type type, boolean greatest, List<Term> parts) implements Computed {
        @Override
        public @Nullable Object of(Facts facts) {
            Object best = null;
            for (var each : parts) {
                var value = each.of(facts);
                if (value == null) {
                    return null;
                }
                if (best == null || (greatest ? Order.ABOVE : Order.BELOW).between(value, best)) {
                    best = value;
                }
            }
            return best;
        }
    }
}
