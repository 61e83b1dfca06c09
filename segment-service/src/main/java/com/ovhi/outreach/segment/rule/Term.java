package com.ovhi.outreach.segment.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a rule whose types have been checked. What is unknown is null, and what is made of it is null or false. */
sealed interface Term {

    Type type();

    @Nullable
    Object of(Facts facts);

    /** Whether a condition holds, as JsonLogic sees it: null, zero and what is empty are false. */
    default boolean holds(Facts facts) {
        return switch (of(facts)) {
            case null -> false;
            case Boolean truth -> truth;
            case Long number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    /** A value written in the rule. */
    record Literal(Type type, @Nullable Object value) implements Term {
        @Override
        public @Nullable Object of(Facts facts) {
            return value;
        }
    }

    /** An attribute of the patient, or a fixed value where it is unknown. */
    record Attribute(Variable variable, @Nullable Object fallback) implements Term {
        @Override
        public Type type() {
            return variable.type();
        }

        @Override
        public @Nullable Object of(Facts facts) {
            var value = variable.of(facts);
            return value == null ? fallback : value;
        }
    }

    /** The names of those attributes that are unknown. */
    record Missing(List<Variable> variables) implements Term {
        @Override
        public Type type() {
            return Type.LIST;
        }

        @Override
        public Object of(Facts facts) {
            return variables.stream()
                    .filter(each -> each.of(facts) == null)
                    .map(Variable::code)
                    .toList();
        }
    }

    /** Whether a part holds ({@code !!}) or does not ({@code !}). */
    record Truth(Term term, boolean wanted) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return term.holds(facts) == wanted;
        }
    }

    /** Whether all parts hold. */
    record All(List<Term> terms) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return terms.stream().allMatch(each -> each.holds(facts));
        }
    }

    /** Whether at least one part holds. */
    record Any(List<Term> terms) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return terms.stream().anyMatch(each -> each.holds(facts));
        }
    }

    /** {@code if}: conditions and results in turn, the last result without a condition. */
    record Choice(Type type, List<Term> parts) implements Term {
        @Override
        public @Nullable Object of(Facts facts) {
            for (var i = 0; i + 1 < parts.size(); i += 2) {
                if (parts.get(i).holds(facts)) {
                    return parts.get(i + 1).of(facts);
                }
            }
            return parts.size() % 2 == 0 ? null : parts.getLast().of(facts);
        }
    }

    /** Whether two values are the same, or are not; null is the same as null only. */
    record Equal(Term left, Term right, boolean wanted) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return java.util.Objects.equals(left.of(facts), right.of(facts)) == wanted;
        }
    }

    /** Whether each value stands in the order to the next one; never where one is unknown. */
    record Ordered(Order order, List<Term> terms) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            for (var i = 0; i + 1 < terms.size(); i++) {
                if (!order.between(terms.get(i).of(facts), terms.get(i + 1).of(facts))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether a value is one of those listed. */
    record OneOf(Term needle, Set<Object> values) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            var value = needle.of(facts);
            return value != null && values.contains(value);
        }
    }

    /** Numbers added, or days added to a date. */
    record Sum(Type type, List<Term> terms) implements Term {
        @Override
        public @Nullable Object of(Facts facts) {
            Object sum = terms.getFirst().of(facts);
            for (var each : terms.subList(1, terms.size())) {
                sum = plus(sum, each.of(facts));
            }
            return sum;
        }

        private static @Nullable Object plus(@Nullable Object sum, @Nullable Object number) {
            if (!(number instanceof Long added)) {
                return null;
            }
            return switch (sum) {
                case Long counted -> counted + added;
                case LocalDate date -> date.plusDays(added);
                case null, default -> null;
            };
        }
    }

    /** Numbers subtracted, days subtracted from a date, or the days between two dates. */
    record Difference(Type type, Term left, Term right) implements Term {
        @Override
        public @Nullable Object of(Facts facts) {
            var subtracted = right.of(facts);
            return switch (left.of(facts)) {
                case Long number when subtracted instanceof Long less -> number - less;
                case LocalDate date when subtracted instanceof Long days -> date.minusDays(days);
                case LocalDate date
                when subtracted instanceof LocalDate earlier -> ChronoUnit.DAYS.between(earlier, date);
                case null, default -> null;
            };
        }
    }
}
