package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.RuleParser.Arguments;
import com.ovhi.outreach.segment.rule.Term.All;
import com.ovhi.outreach.segment.rule.Term.Any;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Choice;
import com.ovhi.outreach.segment.rule.Term.Difference;
import com.ovhi.outreach.segment.rule.Term.Equal;
import com.ovhi.outreach.segment.rule.Term.Literal;
import com.ovhi.outreach.segment.rule.Term.Missing;
import com.ovhi.outreach.segment.rule.Term.OneOf;
import com.ovhi.outreach.segment.rule.Term.Ordered;
import com.ovhi.outreach.segment.rule.Term.Sum;
import com.ovhi.outreach.segment.rule.Term.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The operators of the language, each with how it reads its arguments. */
enum Operator {
    EQUAL("==", arguments -> equality(arguments, true)),
    UNEQUAL("!=", arguments -> equality(arguments, false)),
    ABOVE(">", arguments -> ordered(Order.ABOVE, arguments.count(2, 2))),
    AT_LEAST(">=", arguments -> ordered(Order.AT_LEAST, arguments.count(2, 2))),
    BELOW("<", arguments -> ordered(Order.BELOW, arguments.count(2, 3))),
    AT_MOST("<=", arguments -> ordered(Order.AT_MOST, arguments.count(2, 3))),
    HOLDS("!!", arguments -> new Truth(arguments.count(1, 1).term(0), true)),
    NOT("!", arguments -> new Truth(arguments.count(1, 1).term(0), false)),
    AND("and", arguments -> new All(conditions(arguments))),
    OR("or", arguments -> new Any(conditions(arguments))),
    IF("if", Operator::choice),
    IN("in", Operator::oneOf),
    PLUS("+", Operator::sum),
    MINUS("-", Operator::difference),
    VAR("var", Operator::attribute),
    MISSING("missing", Operator::missing);

    private static final int MANY = 50;
    private static final String UNKNOWN = "is not an operator; those are "
            + Arrays.stream(values()).map(each -> each.symbol).collect(Collectors.joining(" "));

    private final String symbol;
    private final Function<Arguments, Term> reader;

    Operator(String symbol, Function<Arguments, Term> reader) {
        this.symbol = symbol;
        this.reader = reader;
    }

    static Operator of(String symbol, String path) {
        return Arrays.stream(values())
                .filter(each -> each.symbol.equals(symbol))
                .findFirst()
                .orElseThrow(() -> new InvalidRule(path, UNKNOWN));
    }

    Term read(Arguments arguments) {
        return reader.apply(arguments);
    }

    private static Term equality(Arguments arguments, boolean wanted) {
        var terms = Typing.alike(arguments.count(2, 2).terms(), arguments);
        if (Typing.common(terms) == Type.LIST) {
            throw new InvalidRule(arguments.path(), "cannot compare lists");
        }
        return new Equal(terms.getFirst(), terms.getLast(), wanted);
    }

    private static Term ordered(Order order, Arguments arguments) {
        var terms = Typing.alike(arguments.terms(), arguments);
        for (var i = 0; i < terms.size(); i++) {
            if (!terms.get(i).type().ordered()) {
                throw new InvalidRule(arguments.path(i), "must be a whole number or a date");
            }
        }
        return new Ordered(order, terms);
    }

    private static List<Term> conditions(Arguments arguments) {
        var terms = arguments.count(1, MANY).terms();
        for (var i = 0; i < terms.size(); i++) {
            Typing.condition(terms.get(i), arguments.path(i));
        }
        return List.copyOf(terms);
    }

    /** Every second part but a last odd one is a condition; the others are results and alike. */
    private static Term choice(Arguments arguments) {
        var parts = arguments.count(2, MANY).terms();
        var results = new ArrayList<Term>();
        for (var i = 0; i < parts.size(); i++) {
            if (isResult(i, parts.size())) {
                results.add(parts.get(i));
            } else {
                Typing.condition(parts.get(i), arguments.path(i));
            }
        }
        var type = Typing.common(results);
        for (var i = 0; i < parts.size(); i++) {
            if (isResult(i, parts.size())) {
                parts.set(i, Typing.fit(parts.get(i), type, arguments.path(i)));
            }
        }
        return new Choice(type, List.copyOf(parts));
    }

    private static boolean isResult(int index, int size) {
        return index % 2 == 1 || index == size - 1;
    }

    private static Term oneOf(Arguments arguments) {
        var needle = arguments.count(2, 2).term(0);
        var haystack = arguments.node(1);
        if (!haystack.isArray() || haystack.isEmpty()) {
            throw new InvalidRule(arguments.path(1), "must be a list of values");
        }
        if (needle.type() == Type.LIST || needle.type() == Type.NOTHING) {
            throw new InvalidRule(arguments.path(0), "must be a single value");
        }
        var values = new ArrayList<Object>();
        for (var i = 0; i < haystack.size(); i++) {
            values.add(element(arguments, haystack.get(i), needle.type(), arguments.path(1) + "[" + i + "]"));
        }
        return new OneOf(needle, Set.copyOf(values));
    }

    private static Object element(Arguments arguments, JsonNode node, Type type, String path) {
        var fitting = (Literal) Typing.fit(arguments.literal(node, path), type, path);
        var value = fitting.value();
        if (value == null) {
            throw new InvalidRule(path, "must be " + type.words() + ", not null");
        }
        return value;
    }

    private static Term sum(Arguments arguments) {
        var terms = arguments.count(2, MANY).terms();
        var type = terms.getFirst().type();
        if (!type.ordered()) {
            throw new InvalidRule(arguments.path(0), "must be a whole number or a date");
        }
        for (var i = 1; i < terms.size(); i++) {
            number(terms.get(i), arguments.path(i));
        }
        return new Sum(type, List.copyOf(terms));
    }

    private static Term difference(Arguments arguments) {
        var terms = arguments.count(1, 2).terms();
        var left = terms.getFirst();
        if (terms.size() == 1) {
            return new Difference(Type.NUMBER, new Literal(Type.NUMBER, 0L), number(left, arguments.path(0)));
        }
        var right = terms.getLast();
        if (right.type() == Type.NUMBER && left.type().ordered()) {
            return new Difference(left.type(), left, right);
        }
        if (Typing.common(terms) != Type.DATE) {
            throw new InvalidRule(arguments.path(), "subtracts numbers, days from a date, or a date from a date");
        }
        var dates = Typing.alike(terms, arguments);
        return new Difference(Type.NUMBER, dates.getFirst(), dates.getLast());
    }

    private static Term number(Term term, String path) {
        if (term.type() != Type.NUMBER) {
            throw new InvalidRule(
                    path, "must be a whole number, not " + term.type().words());
        }
        return term;
    }

    private static Term attribute(Arguments arguments) {
        var variable = variable(arguments.count(1, 2), 0);
        var fallback = arguments.literal(1);
        if (fallback == null) {
            return new Attribute(variable, null);
        }
        var fitting = (Literal) Typing.fit(fallback, variable.type(), arguments.path(1));
        return new Attribute(variable, fitting.value());
    }

    private static Term missing(Arguments arguments) {
        var variables = new ArrayList<Variable>();
        for (var i = 0; i < arguments.count(1, MANY).size(); i++) {
            variables.add(variable(arguments, i));
        }
        return new Missing(List.copyOf(variables));
    }

    private static Variable variable(Arguments arguments, int index) {
        var name = arguments.literal(index);
        return Variable.named(name == null ? "" : String.valueOf(name.value()))
                .orElseThrow(() -> new InvalidRule(arguments.path(index), "is not an attribute that rules may use"));
    }
}
