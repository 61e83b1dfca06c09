package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.RuleParser.Arguments;
import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Contains;
import com.ovhi.outreach.segment.rule.Term.Literal;
import com.ovhi.outreach.segment.rule.Term.OneOf;
import com.ovhi.outreach.segment.rule.Term.Quantified;
import com.ovhi.outreach.segment.rule.Term.Quantifier;
import java.util.ArrayList;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads the operators that ask for lists, those that are written down and those of the patient. */
final class Lists {

    private Lists() {}

    /** A value in a list that is written down, or a fixed value in a list of the patient's. */
    static Term in(Arguments arguments) {
        var needle = arguments.count(2, 2).term(0);
        var haystack = arguments.node(1);
        if (haystack.isObject()
                && arguments.term(1) instanceof Attribute list
                && list.type().list()) {
            return contains(arguments, needle, list);
        }
        if (!haystack.isArray() || haystack.isEmpty()) {
            throw new InvalidRule(arguments.path(1), "must be a list of values");
        }
        if (needle.type().list() || needle.type() == Type.NOTHING) {
            throw new InvalidRule(arguments.path(0), "must be a single value");
        }
        var values = new ArrayList<Object>();
        for (var i = 0; i < haystack.size(); i++) {
            values.add(element(arguments, haystack.get(i), needle, arguments.path(1) + "/" + i));
        }
        return new OneOf(needle, Set.copyOf(values));
    }

    private static Term contains(Arguments arguments, Term needle, Attribute list) {
        if (!(needle instanceof Literal literal)) {
            throw new InvalidRule(arguments.path(0), "must be a fixed value");
        }
        var element = ((Literal) Typing.fit(literal, list.type().element(), arguments.path(0))).value();
        if (element == null) {
            throw new InvalidRule(
                    arguments.path(0), "must be " + list.type().element().words() + ", not null");
        }
        return new Contains(list, element, arguments.path(0));
    }

    private static Object element(Arguments arguments, JsonNode node, Term needle, String path) {
        var fitting = (Literal) Typing.fit(arguments.literal(node, path), needle.type(), path);
        Typing.possible(fitting, needle, path);
        var value = fitting.value();
        if (value == null) {
            throw new InvalidRule(path, "must be " + needle.type().words() + ", not null");
        }
        return value;
    }

    /** A condition on the elements of a list of the patient's; within it {@code {"var": ""}} is the element. */
    static Term quantified(Arguments arguments, Quantifier quantifier) {
        if (!(arguments.count(2, 2).term(0) instanceof Attribute list)
                || !list.type().list()) {
            throw new InvalidRule(arguments.path(0), "must be a list of the patient's");
        }
        return new Quantified(
                quantifier,
                list,
                arguments.condition(1, Vocabulary.elements(list.type().element())));
    }
}
