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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a rule as a condition of a statement. A condition may be NULL for false, as WHERE reads it; what is negated or
 * compared is made exact first, so that unknown values count as they do in memory.
 */
final class SqlRule {

    private static final Sql TRUE = Sql.of("TRUE");
    private static final Sql FALSE = Sql.of("FALSE");

    private final Columns columns;
    private final LocalDate today;
    private final Facts day;

    SqlRule(Columns columns, LocalDate today) {
        this.columns = columns;
        this.today = today;
        day = (variable, argument) -> today;
    }

    /** A condition that is true for those who are meant, and false or NULL for all others. */
    Sql condition(Term term) {
        if (fixed(term)) {
            return term.holds(day) ? TRUE : FALSE;
        }
        return switch (term) {
            case Literal _ -> throw new IllegalStateException("A literal is fixed");
            case Attribute attribute -> truth(attribute);
            case Missing missing -> missing(missing);
            case Truth(Term part, boolean wanted) -> wanted ? condition(part) : Sql.format("(NOT %s)", exact(part));
            case All(List<Term> parts) -> Sql.join("AND", cheapFirst(parts));
            case Any(List<Term> parts) -> Sql.join("OR", cheapFirst(parts));
            case Choice choice -> holding(choice.type(), value(choice));
            case Equal equal -> equal(equal);
            case Ordered ordered -> ordered(ordered);
            case OneOf oneOf -> oneOf(oneOf);
            case Contains(Attribute list, Object element, String _) -> columns.contains(list.variable(), element);
            case Quantified quantified -> quantified(quantified);
            case Computed computed -> holding(computed.type(), value(computed));
        };
    }

    /** A condition that is true or false, never NULL. */
    private Sql exact(Term term) {
        return Sql.format("(%s IS TRUE)", condition(term));
    }

    private Sql truth(Attribute attribute) {
        return attribute.type().list()
                ? columns.any(attribute.variable())
                : holding(attribute.type(), value(attribute));
    }

    private static Sql holding(Type type, Sql value) {
        return switch (type) {
            case BOOLEAN -> value;
            case NUMBER, FRACTION -> Sql.format("(%s <> 0)", value);
            case TEXT -> Sql.format("(%s <> '')", value);
            case DATE -> Sql.format("(%s IS NOT NULL)", value);
            case NOTHING -> FALSE;
            case TEXTS, NUMBERS -> throw new IllegalStateException("A list has no value");
        };
    }

    /** What reads the patient's own row is asked first; the rest often need not be. */
    private List<Sql> cheapFirst(List<Term> parts) {
        return parts.stream()
                .map(this::condition)
                .sorted(Comparator.comparing(Sql::costly))
                .toList();
    }

    /** A list is always known, even when it is empty. */
    private Sql missing(Missing missing) {
        var known = missing.parts().stream()
                .map(each ->
                        each.type().list() || fixed(each) ? Sql.of("1") : Sql.format("(%s IS NOT NULL)", value(each)))
                .toList();
        return Sql.format("(%s < " + missing.wanted() + ")", Sql.join("+", known));
    }

    private Sql equal(Equal equal) {
        var left = operand(equal.left(), equal.right());
        var right = operand(equal.right(), equal.left());
        if (!equal.wanted()) {
            return Sql.format("(NOT (%s <=> %s))", left, right);
        }
        var known = constant(equal.left()) != null || constant(equal.right()) != null;
        return Sql.format(known ? "(%s = %s)" : "(%s <=> %s)", left, right);
    }

    private Sql ordered(Ordered ordered) {
        var steps = new ArrayList<Sql>();
        for (var i = 0; i + 1 < ordered.parts().size(); i++) {
            steps.add(Sql.format(
                    "%s " + ordered.order().symbol() + " %s",
                    value(ordered.parts().get(i)),
                    value(ordered.parts().get(i + 1))));
        }
        return Sql.join("AND", steps);
    }

    private Sql oneOf(OneOf oneOf) {
        var values = oneOf.values().stream()
                .map(each -> operand(new Literal(oneOf.needle().type(), each), oneOf.needle()))
                .toList();
        return Sql.format("(%s IN %s)", value(oneOf.needle()), Sql.join(",", values));
    }

    private Sql quantified(Quantified quantified) {
        var list = quantified.list().variable();
        var condition = new SqlRule(columns.elements(list), today).condition(quantified.condition());
        return switch (quantified.quantifier()) {
            case SOME -> columns.some(list, condition);
            case NONE -> Sql.format("(NOT %s)", columns.some(list, condition));
            case ALL ->
                Sql.format(
                        "(%s AND NOT %s)",
                        columns.any(list), columns.some(list, Sql.format("(%s IS NOT TRUE)", condition)));
        };
    }

    /** A text that meets a column of its own is compared as the column is; any other says how. */
    private Sql operand(Term term, Term other) {
        return fixed(term)
                        && constant(term) instanceof String text
                        && other instanceof Attribute(Variable _, String _, Object fallback)
                        && fallback == null
                ? Sql.of("?", text)
                : value(term);
    }

    private Sql value(Term term) {
        if (fixed(term)) {
            return parameter(term.of(day));
        }
        return switch (term) {
            case Literal(Type _, Object value) -> parameter(value);
            case Attribute attribute -> attribute(attribute);
            case Choice(Type _, List<Term> parts) -> choice(parts);
            case Calculation(Arithmetic how, Type _, List<Term> parts) ->
                parts.stream().map(this::value).reduce(how::sql).orElseThrow();
            case Widened(Term whole) -> Sql.format("CAST(%s AS DOUBLE)", value(whole));
            case Shifted(Term date, long days) -> Sql.format("DATE_ADD(%s, INTERVAL " + days + " DAY)", value(date));
            case DaysBetween(Term later, Term earlier) -> Sql.format("DATEDIFF(%s, %s)", value(later), value(earlier));
            case Extreme(Type _, boolean greatest, List<Term> parts) -> extreme(greatest, parts);
            case Missing _, Truth _, All _, Any _, Equal _, Ordered _, OneOf _, Contains _, Quantified _ -> exact(term);
        };
    }

    private Sql attribute(Attribute attribute) {
        var column = columns.value(attribute.variable(), attribute.argument());
        return attribute.fallback() == null
                ? column
                : Sql.format("COALESCE(%s, %s)", column, parameter(attribute.fallback()));
    }

    private Sql choice(List<Term> parts) {
        var sql = Sql.of("(CASE");
        for (var i = 0; i + 1 < parts.size(); i += 2) {
            sql = Sql.format("%s WHEN %s THEN %s", sql, condition(parts.get(i)), value(parts.get(i + 1)));
        }
        return parts.size() % 2 == 0
                ? Sql.format("%s END)", sql)
                : Sql.format("%s ELSE %s END)", sql, value(parts.getLast()));
    }

    private Sql extreme(boolean greatest, List<Term> parts) {
        var values = parts.stream().map(this::value).toList();
        return values.size() == 1
                ? values.getFirst()
                : Sql.format((greatest ? "GREATEST" : "LEAST") + "%s", Sql.join(",", values));
    }

    private static Sql parameter(@Nullable Object value) {
        return switch (value) {
            case null -> Sql.of("NULL");
            case Boolean truth -> truth ? TRUE : FALSE;
            case LocalDate date -> Sql.of("CAST(? AS DATE)", date.toString());
            case Double fraction -> Sql.of("CAST(? AS DOUBLE)", fraction);
            case String text -> Sql.of("? COLLATE utf8mb4_bin", text);
            default -> Sql.of("?", value);
        };
    }

    /** Whether it is the same for every patient that day. */
    private static boolean fixed(Term term) {
        return term.all()
                .allMatch(each -> !(each instanceof Attribute attribute)
                        || attribute.variable().family() == Family.TIME);
    }

    private @Nullable Object constant(Term term) {
        return fixed(term) ? term.of(day) : null;
    }
}
