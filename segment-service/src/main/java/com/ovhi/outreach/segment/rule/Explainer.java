package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Computed.Calculation;
import com.ovhi.outreach.segment.rule.Computed.DaysBetween;
import com.ovhi.outreach.segment.rule.Computed.Extreme;
import com.ovhi.outreach.segment.rule.Computed.Shifted;
import com.ovhi.outreach.segment.rule.Computed.Widened;
import com.ovhi.outreach.segment.rule.Term.All;
import com.ovhi.outreach.segment.rule.Term.Any;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Choice;
import com.ovhi.outreach.segment.rule.Term.Contains;
import com.ovhi.outreach.segment.rule.Term.Equal;
import com.ovhi.outreach.segment.rule.Term.Literal;
import com.ovhi.outreach.segment.rule.Term.Missing;
import com.ovhi.outreach.segment.rule.Term.OneOf;
import com.ovhi.outreach.segment.rule.Term.Ordered;
import com.ovhi.outreach.segment.rule.Term.Quantified;
import com.ovhi.outreach.segment.rule.Term.Truth;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what a rule asks, and what it finds with one patient. */
final class Explainer {

    private final Facts facts;

    Explainer(Facts facts) {
        this.facts = facts;
    }

    Explanation explain(Term term) {
        var parts = switch (term) {
            case All(List<Term> clauses) -> clauses;
            case Any(List<Term> clauses) -> clauses;
            case Truth(Term part, boolean _) when part.type() == Type.BOOLEAN -> List.of(part);
            default -> List.<Term>of();
        };
        return new Explanation(
                parts.isEmpty() ? sentence(term) : heading(term),
                term.holds(facts),
                parts.stream().map(this::explain).toList());
    }

    private String heading(Term term) {
        return switch (term) {
            case All _ -> "all of these";
            case Any _ -> "at least one of these";
            case Truth(Term part, boolean wanted) when !wanted -> "not: " + sentence(part);
            default -> "this";
        };
    }

    /** A clause, and the patient's values in it. */
    private String sentence(Term term) {
        var known = term.all()
                .filter(Attribute.class::isInstance)
                .map(Attribute.class::cast)
                .filter(each -> each.variable().family() != Family.TIME)
                .map(each -> words(each) + ": " + shown(facts.value(each.variable(), each.argument())))
                .distinct()
                .collect(Collectors.joining("; "));
        return known.isEmpty() ? words(term) : words(term) + " (" + known + ")";
    }

    private String words(Term term) {
        return switch (term) {
            case Literal(Type _, Object value) -> shown(value);
            case Attribute(Variable variable, String argument, Object fallback) ->
                variable.words(argument) + (fallback == null ? "" : ", or " + shown(fallback) + " when unknown");
            case Missing(List<Term> parts, int wanted) ->
                "fewer than " + wanted + " of these are known: " + joined(parts, ", ");
            case Truth(Term part, boolean wanted) -> words(part) + (wanted ? " is so" : " is not so");
            case All(List<Term> parts) -> joined(parts, " and ");
            case Any(List<Term> parts) -> joined(parts, " or ");
            case Choice(Type _, List<Term> parts) -> choice(parts);
            case Equal(Term left, Term right, boolean wanted) ->
                words(left) + (wanted ? " is " : " is not ") + words(right);
            case Ordered(Order order, List<Term> parts) -> joined(parts, " " + order.words(Typing.common(parts)) + " ");
            case OneOf(Term needle, var values) -> words(needle) + " is one of " + shown(values);
            case Contains(Attribute list, Object element, String _) -> words(list) + " include " + shown(element);
            case Quantified(var quantifier, Attribute list, Term condition) ->
                quantifier.words() + " of " + words(list) + ": " + words(condition);
            case Calculation(Arithmetic how, Type _, List<Term> parts) -> joined(parts, how.words());
            case Widened(Term whole) -> words(whole);
            case Shifted(Term date, long days) ->
                Math.abs(days) + " days " + (days < 0 ? "before " : "after ") + words(date);
            case DaysBetween(Term later, Term earlier) -> "the days from " + words(earlier) + " to " + words(later);
            case Extreme(Type _, boolean greatest, List<Term> parts) ->
                (greatest ? "the greatest of " : "the least of ") + joined(parts, ", ");
        };
    }

    private String choice(List<Term> parts) {
        var words = new StringBuilder();
        for (var i = 0; i + 1 < parts.size(); i += 2) {
            words.append("if ").append(words(parts.get(i)));
            words.append(" then ").append(words(parts.get(i + 1))).append(", ");
        }
        return words.append("else ")
                .append(parts.size() % 2 == 0 ? "unknown" : words(parts.getLast()))
                .toString();
    }

    private String joined(List<Term> parts, String between) {
        return parts.stream().map(this::words).collect(Collectors.joining(between));
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "unknown";
            case Boolean truth -> truth ? "yes" : "no";
            case Collection<?> values when values.isEmpty() -> "none";
            case Collection<?> values ->
                values.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
    }
}
