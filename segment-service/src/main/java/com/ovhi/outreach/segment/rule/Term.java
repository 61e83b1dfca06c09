package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Rule.SegmentReference;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a rule whose types have been checked. What is unknown is null; what is computed of it is null, and what is
 * asked of it is false. {@link SqlRule} writes the same for a database: whoever changes one changes both.
 */
sealed interface Term
        permits Computed,
                Term.Literal,
                Term.Attribute,
                Term.Missing,
                Term.Truth,
                Term.All,
                Term.Any,
                Term.Choice,
                Term.Equal,
                Term.Ordered,
                Term.OneOf,
                Term.Contains,
                Term.Quantified {

    Type type();

    @Nullable
    Object of(Facts facts);

    /** What it is made of. */
    default List<Term> parts() {
        return List.of();
    }

    /** It and everything in it. */
    default Stream<Term> all() {
        return Stream.concat(Stream.of(this), parts().stream().flatMap(Term::all));
    }

    /** Whether a condition holds, as JsonLogic sees it: null, zero and what is empty are false. */
    default boolean holds(Facts facts) {
        return switch (of(facts)) {
            case null -> false;
            case Boolean truth -> truth;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case Set<?> list -> !list.isEmpty();
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

    /** Something known of the patient, or a fixed value where it is not. */
    record Attribute(
            Variable variable, String argument, @Nullable Object fallback) implements Term {
        @Override
        public Type type() {
            return variable.type();
        }

        @Override
        public @Nullable Object of(Facts facts) {
            var value = facts.value(variable, argument);
            return value == null ? fallback : value;
        }
    }

    /** Whether fewer than so many of these attributes are known: {@code missing} and {@code missing_some} as conditions. */
    record Missing(List<Term> parts, int wanted) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return parts.stream().filter(each -> each.of(facts) != null).count() < wanted;
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

        @Override
        public List<Term> parts() {
            return List.of(term);
        }
    }

    /** Whether all parts hold. */
    record All(List<Term> parts) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return parts.stream().allMatch(each -> each.holds(facts));
        }
    }

    /** Whether at least one part holds. */
    record Any(List<Term> parts) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return parts.stream().anyMatch(each -> each.holds(facts));
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
            return Objects.equals(left.of(facts), right.of(facts)) == wanted;
        }

        @Override
        public List<Term> parts() {
            return List.of(left, right);
        }
    }

    /** Whether each value stands in the order to the next one; never where one is unknown. */
    record Ordered(Order order, List<Term> parts) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            for (var i = 0; i + 1 < parts.size(); i++) {
                if (!order.between(parts.get(i).of(facts), parts.get(i + 1).of(facts))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether a value is one of those listed; never where it is unknown. */
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

        @Override
        public List<Term> parts() {
            return List.of(needle);
        }
    }

    /** Whether a list of the patient's holds a fixed value. */
    record Contains(Attribute list, Object element, String path) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            return list.of(facts) instanceof Set<?> known && known.contains(element);
        }

        @Override
        public List<Term> parts() {
            return List.of(list);
        }

        SegmentReference reference() {
            return new SegmentReference((Long) element, path);
        }
    }

    /** Whether some, all or none of the elements of a list meet a condition; an empty list has none that does. */
    record Quantified(Quantifier quantifier, Attribute list, Term condition) implements Term {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }

        @Override
        public Object of(Facts facts) {
            var elements = list.of(facts) instanceof Set<?> known ? known : Set.of();
            var meeting = elements.stream()
                    .filter(each -> condition.holds((_, _) -> each))
                    .count();
            return switch (quantifier) {
                case SOME -> meeting > 0;
                case ALL -> meeting > 0 && meeting == elements.size();
                case NONE -> meeting == 0;
            };
        }

        /** The condition is about the elements, and asks for nothing else of the patient. */
        @Override
        public List<Term> parts() {
            return List.of(list);
        }
    }

    /** Of how many elements. */
    enum Quantifier {
        SOME,
        ALL,
        NONE;

        String words() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
