package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Computed.Calculation;
import com.ovhi.outreach.segment.rule.Computed.DaysBetween;
import com.ovhi.outreach.segment.rule.Computed.Extreme;
import com.ovhi.outreach.segment.rule.Computed.Shifted;
import com.ovhi.outreach.segment.rule.Computed.Widened;
import com.ovhi.outreach.segment.rule.RuleParser.Arguments;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Choice;
import com.ovhi.outreach.segment.rule.Term.Literal;
import java.util.List;

/** Reads the operators that count with numbers and dates. */
final class Calculations {

    /** Nested twenty deep, dates stay within what every database can count with. */
    private static final long MAX_DAYS = 18_262;

    /** Whole numbers up to here are exact as fractions, too, and a rule's worth of them does not leave 64 bits when added. */
    private static final double LARGEST = 1L << 53;

    /** No count is higher. */
    private static final double LARGEST_COUNT = 1L << 31;

    private Calculations() {}

    static Term plus(Arguments arguments) {
        var terms = arguments.count(2, Operator.MANY).terms();
        if (Typing.ordered(terms.getFirst(), arguments.path(0)).type() != Type.DATE) {
            return calculation(Arithmetic.PLUS, terms, arguments);
        }
        var days = 0L;
        for (var i = 1; i < terms.size(); i++) {
            days += days(terms.get(i), arguments.path(i));
        }
        return shifted(terms.getFirst(), days, arguments.path());
    }

    static Term minus(Arguments arguments) {
        var terms = arguments.count(1, 2).terms();
        var left = terms.getFirst();
        if (terms.size() == 1) {
            Typing.number(left, arguments.path(0));
            return calculation(Arithmetic.MINUS, List.of(new Literal(Type.NUMBER, 0L), left), arguments);
        }
        var right = terms.getLast();
        if (left.type().number() && right.type().number()) {
            return calculation(Arithmetic.MINUS, terms, arguments);
        }
        if (left.type() == Type.DATE && right.type() == Type.NUMBER) {
            return shifted(left, -days(right, arguments.path(1)), arguments.path());
        }
        if (Typing.common(terms) != Type.DATE) {
            throw new InvalidRule(arguments.path(), "subtracts numbers, days from a date, or a date from a date");
        }
        var dates = Typing.alike(terms, arguments);
        return new DaysBetween(dates.getFirst(), dates.getLast());
    }

    static Term times(Arguments arguments) {
        var product =
                calculation(Arithmetic.TIMES, arguments.count(2, Operator.MANY).terms(), arguments);
        if (most(product) > LARGEST) {
            throw new InvalidRule(arguments.path(), "may become too large a number");
        }
        return product;
    }

    /** What it is divided by is a whole number, so that no quotient is larger than what is divided. */
    static Term divided(Arguments arguments) {
        var terms = arguments.count(2, 2).terms();
        Typing.number(terms.getFirst(), arguments.path(0));
        var divisor = Typing.fit(Typing.whole(terms.getLast(), arguments.path(1)), Type.FRACTION, arguments.path(1));
        var dividend = Typing.fit(terms.getFirst(), Type.FRACTION, arguments.path(0));
        return new Calculation(Arithmetic.DIVIDED_BY, Type.FRACTION, List.of(dividend, divisor));
    }

    static Term modulo(Arguments arguments) {
        var terms = arguments.count(2, 2).terms();
        Typing.whole(terms.getFirst(), arguments.path(0));
        Typing.whole(terms.getLast(), arguments.path(1));
        return new Calculation(Arithmetic.MODULO, Type.NUMBER, List.copyOf(terms));
    }

    private static Term calculation(Arithmetic how, List<Term> terms, Arguments arguments) {
        for (var i = 0; i < arguments.size(); i++) {
            Typing.number(terms.get(i + terms.size() - arguments.size()), arguments.path(i));
        }
        var type = Typing.common(terms);
        var alike = terms.stream()
                .map(each -> Typing.fit(each, type, arguments.path()))
                .toList();
        return new Calculation(how, type, alike);
    }

    /** How far from zero a number can be; ids have no limit. */
    private static double most(Term term) {
        return switch (term) {
            case Literal(Type _, Number value) -> Math.abs(value.doubleValue());
            case Attribute(var variable, String _, Object _) ->
                variable.name().endsWith("_id") ? Double.MAX_VALUE : LARGEST_COUNT;
            case Widened(Term whole) -> most(whole);
            case Calculation(Arithmetic how, Type _, List<Term> parts) -> {
                var all = parts.stream().mapToDouble(Calculations::most);
                yield switch (how) {
                    case PLUS, MINUS -> all.sum();
                    case TIMES -> all.reduce(1, (left, right) -> left * right);
                    case DIVIDED_BY, MODULO -> all.findFirst().orElse(0);
                };
            }
            case Extreme _, Choice _ ->
                term.parts().stream().mapToDouble(Calculations::most).max().orElse(0);
            default -> LARGEST_COUNT;
        };
    }

    private static long days(Term term, String path) {
        Typing.whole(term, path);
        if (!(term instanceof Literal(Type _, Object value) && value instanceof Long days)) {
            throw new InvalidRule(path, "must be a fixed number of days");
        }
        return days;
    }

    private static Term shifted(Term date, long days, String path) {
        if (Math.abs(days) > MAX_DAYS) {
            throw new InvalidRule(path, "moves a date by at most " + MAX_DAYS + " days");
        }
        return new Shifted(date, days);
    }
}
