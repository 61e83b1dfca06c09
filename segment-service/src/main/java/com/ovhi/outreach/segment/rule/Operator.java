package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Computed.Extreme;
import com.ovhi.outreach.segment.rule.RuleParser.Arguments;
import com.ovhi.outreach.segment.rule.Term.All;
import com.ovhi.outreach.segment.rule.Term.Any;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Choice;
import com.ovhi.outreach.segment.rule.Term.Equal;
import com.ovhi.outreach.segment.rule.Term.Literal;
import com.ovhi.outreach.segment.rule.Term.Missing;
import com.ovhi.outreach.segment.rule.Term.Ordered;
import com.ovhi.outreach.segment.rule.Term.Quantifier;
import com.ovhi.outreach.segment.rule.Term.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators of the language, each with how it reads its arguments. */
public enum Operator {
    EQUAL("==", "two values of one type are the same", arguments -> equality(arguments, true)),
    IDENTICAL("===", "the same as ==", arguments -> equality(arguments, true)),
    UNEQUAL("!=", "two values of one type differ", arguments -> equality(arguments, false)),
    NOT_IDENTICAL("!==", "the same as !=", arguments -> equality(arguments, false)),
    ABOVE(">", "one number or date after another", arguments -> ordered(Order.ABOVE, arguments.count(2, 2))),
    AT_LEAST(">=", "the same or after", arguments -> ordered(Order.AT_LEAST, arguments.count(2, 2))),
    BELOW("<", "two or three numbers or dates in order", arguments -> ordered(Order.BELOW, arguments.count(2, 3))),
    AT_MOST("<=", "in order or the same", arguments -> ordered(Order.AT_MOST, arguments.count(2, 3))),
    HOLDS("!!", "known, true, not zero, not empty", arguments -> truth(arguments, true)),
    NOT("!", "the opposite of !!", arguments -> truth(arguments, false)),
    AND("and", "all conditions hold", arguments -> new All(conditions(arguments))),
    OR("or", "one condition holds", arguments -> new Any(conditions(arguments))),
    IF("if", "condition, then, else", Operator::choice),
    CHOICE("?:", "the same as if", Operator::choice),
    IN("in", "a value is in a list", Lists::in),
    SOME("some", "an element of a list meets a condition", arguments -> Lists.quantified(arguments, Quantifier.SOME)),
    ALL("all", "all elements of a list meet a condition", arguments -> Lists.quantified(arguments, Quantifier.ALL)),
    NONE("none", "no element of a list meets a condition", arguments -> Lists.quantified(arguments, Quantifier.NONE)),
    PLUS("+", "numbers added, or days added to a date", Calculations::plus),
    MINUS("-", "a number less another, a date less days, days between dates", Calculations::minus),
    TIMES("*", "numbers multiplied", Calculations::times),
    DIVIDED_BY("/", "a number divided by a whole one; unknown when that is zero", Calculations::divided),
    MODULO("%", "what is left when one whole number is divided by another", Calculations::modulo),
    MIN("min", "the least number or date", arguments -> extreme(arguments, false)),
    MAX("max", "the greatest number or date", arguments -> extreme(arguments, true)),
    VAR("var", "a variable, or a fixed value where it is unknown", Operator::attribute),
    MISSING("missing", "one of the variables is unknown", Operator::missing),
    MISSING_SOME("missing_some", "fewer than so many of the variables are known", Operator::missingSome);

    static final int MANY = 100;

    private static final String UNKNOWN = "is not an operator; those are "
            + Arrays.stream(values()).map(each -> each.symbol).collect(Collectors.joining(" "));

    private final String symbol;
    private final String words;
    private final Function<Arguments, Term> reader;

    Operator(String symbol, String words, Function<Arguments, Term> reader) {
        this.symbol = symbol;
        this.words = words;
        this.reader = reader;
    }

    /** The name in rules. */
    public String symbol() {
        return symbol;
    }

    /** What it says, for people. */
    public String words() {
        return words;
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

    private static Term truth(Arguments arguments, boolean wanted) {
        return new Truth(arguments.count(1, 1).term(0), wanted);
    }

    private static Term equality(Arguments arguments, boolean wanted) {
        var terms = Typing.alike(arguments.count(2, 2).terms(), arguments);
        if (Typing.common(terms).list()) {
            throw new InvalidRule(arguments.path(), "cannot compare lists");
        }
        Typing.possible(terms.getFirst(), terms.getLast(), arguments.path(0));
        Typing.possible(terms.getLast(), terms.getFirst(), arguments.path(1));
        return new Equal(terms.getFirst(), terms.getLast(), wanted);
    }

    private static Term ordered(Order order, Arguments arguments) {
        return new Ordered(order, comparable(arguments));
    }

    private static Term extreme(Arguments arguments, boolean greatest) {
        var terms = comparable(arguments.count(1, MANY));
        return new Extreme(Typing.common(terms), greatest, terms);
    }

    private static List<Term> comparable(Arguments arguments) {
        var terms = Typing.alike(arguments.terms(), arguments);
        for (var i = 0; i < terms.size(); i++) {
            Typing.ordered(terms.get(i), arguments.path(i));
        }
        return terms;
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
        if (type.list()) {
            throw new InvalidRule(arguments.path(), "cannot choose among lists");
        }
        return new Choice(type, List.copyOf(parts));
    }

    private static boolean isResult(int index, int size) {
        return index % 2 == 1 || index == size - 1;
    }

    private static Term attribute(Arguments arguments) {
        var attribute = arguments.count(1, 2).attribute(0);
        var fallback = arguments.literal(1);
        if (fallback == null) {
            return attribute;
        }
        if (attribute.type().list()) {
            throw new InvalidRule(arguments.path(1), "a list is never unknown");
        }
        var fitting = (Literal) Typing.fit(fallback, attribute.type(), arguments.path(1));
        return new Attribute(attribute.variable(), attribute.argument(), fitting.value());
    }

    private static Term missing(Arguments arguments) {
        var attributes = new ArrayList<Term>();
        for (var i = 0; i < arguments.count(1, MANY).size(); i++) {
            attributes.add(arguments.attribute(i));
        }
        return new Missing(List.copyOf(attributes), attributes.size());
    }

    private static Term missingSome(Arguments arguments) {
        var wanted = arguments.count(2, 2).literal(arguments.node(0), arguments.path(0));
        var names = arguments.node(1);
        if (!names.isArray() || names.isEmpty()) {
            throw new InvalidRule(arguments.path(1), "must be a list of attributes");
        }
        var attributes = new ArrayList<Term>();
        for (var i = 0; i < names.size(); i++) {
            attributes.add(arguments.attribute(names.get(i), arguments.path(1) + "/" + i));
        }
        if (!(wanted.value() instanceof Long number) || number < 1 || number > attributes.size()) {
            throw new InvalidRule(arguments.path(0), "must be a whole number from 1 to that of the attributes");
        }
        return new Missing(List.copyOf(attributes), number.intValue());
    }
}
