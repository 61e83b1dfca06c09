package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Term.Attribute;
import com.ovhi.outreach.segment.rule.Term.Literal;
import com.ovhi.outreach.segment.rule.Variable.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the JSON of a rule apart, within limits of depth and size. One rule each; not thread-safe. */
final class RuleParser {

    private Vocabulary vocabulary;
    private int nodes;

    RuleParser(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    Term parse(JsonNode json) {
        return Typing.condition(term(json, "", 1), "");
    }

    Term term(JsonNode json, String path, int depth) {
        count(path);
        if (!json.isObject()) {
            return literal(json, path);
        }
        if (depth > Rule.MAX_DEPTH) {
            throw new InvalidRule(path, "nested more than " + Rule.MAX_DEPTH + " levels deep");
        }
        if (json.size() != 1) {
            throw new InvalidRule(path, "an operation has exactly one operator");
        }
        var operation = json.properties().iterator().next();
        var operator = Operator.of(operation.getKey(), path);
        var value = operation.getValue();
        var nodes = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
        return operator.read(
                new Arguments(this, nodes, path + "/" + pointer(operator.symbol()), value.isArray(), depth));
    }

    /** As a part of a JSON pointer. */
    private static String pointer(String symbol) {
        return symbol.replace("/", "~1");
    }

    Literal literal(JsonNode json, String path) {
        return switch (json.getNodeType()) {
            case NULL -> new Literal(Type.NOTHING, null);
            case BOOLEAN -> new Literal(Type.BOOLEAN, json.booleanValue());
            case NUMBER -> number(json, path);
            case STRING -> new Literal(Type.TEXT, text(json, path));
            case ARRAY -> throw new InvalidRule(path, "a list may only be the second argument of in");
            case OBJECT, BINARY, MISSING, POJO -> throw new InvalidRule(path, "must be a value");
        };
    }

    void count(String path) {
        if (++nodes > Rule.MAX_NODES) {
            throw new InvalidRule(path, "a rule may have at most " + Rule.MAX_NODES + " parts");
        }
    }

    private static Literal number(JsonNode json, String path) {
        var value = json.asDouble(Double.NaN);
        if (!(Math.abs(value) <= Rule.MAX_NUMBER)) {
            throw new InvalidRule(path, "must be a number between -" + Rule.MAX_NUMBER + " and " + Rule.MAX_NUMBER);
        }
        return json.isIntegralNumber()
                ? new Literal(Type.NUMBER, json.longValue())
                : new Literal(Type.FRACTION, value + 0.0);
    }

    /** Servers pad what they compare and replace what is not text, so that such texts would mean other patients there. */
    private static String text(JsonNode json, String path) {
        var text = json.stringValue();
        if (text.length() > Rule.MAX_TEXT) {
            throw new InvalidRule(path, "a text may have at most " + Rule.MAX_TEXT + " characters");
        }
        if (!text.equals(text.strip())) {
            throw new InvalidRule(path, "a text may not begin or end with a space");
        }
        if (text.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidRule(path, "a text may only have characters that can be read");
        }
        return text;
    }

    /** The variable that a path such as {@code no_shows_within.90} names. */
    private Attribute attribute(String text, String path) {
        var dot = text.indexOf('.');
        var name = dot < 0 ? text : text.substring(0, dot);
        var argument = dot < 0 ? "" : text.substring(dot + 1);
        var variable = vocabulary
                .named(name)
                .orElseThrow(() -> new InvalidRule(path, "is not an attribute that rules may use"));
        var parameter = variable.parameter();
        if (parameter == Parameter.NONE && dot >= 0) {
            throw new InvalidRule(path, "takes nothing behind a dot");
        }
        if (!parameter.allows(argument)) {
            throw new InvalidRule(path, "needs behind a dot " + parameter.words());
        }
        return new Attribute(variable, argument, null);
    }

    /** The arguments of one operation, with where they stand; a single one may stand without its list. */
    record Arguments(RuleParser parser, List<JsonNode> nodes, String path, boolean listed, int depth) {

        Arguments count(int least, int most) {
            if (nodes.size() < least || nodes.size() > most) {
                var wanted = least == most ? "exactly " + least : "between " + least + " and " + most;
                throw new InvalidRule(path, "takes " + wanted + " arguments");
            }
            return this;
        }

        int size() {
            return nodes.size();
        }

        String path(int index) {
            return listed ? path + "/" + index : path;
        }

        JsonNode node(int index) {
            return nodes.get(index);
        }

        Term term(int index) {
            return parser.term(nodes.get(index), path(index), depth + 1);
        }

        /** A condition that may ask for nothing but what is in this vocabulary. */
        Term condition(int index, Vocabulary other) {
            var outer = parser.vocabulary;
            parser.vocabulary = other;
            try {
                return Typing.condition(term(index), path(index));
            } finally {
                parser.vocabulary = outer;
            }
        }

        List<Term> terms() {
            var terms = new ArrayList<Term>(nodes.size());
            for (var i = 0; i < nodes.size(); i++) {
                terms.add(term(i));
            }
            return terms;
        }

        /** A fixed value; null where there is no such argument. */
        @Nullable
        Literal literal(int index) {
            return index < nodes.size() ? literal(nodes.get(index), path(index)) : null;
        }

        Literal literal(JsonNode node, String where) {
            parser.count(where);
            return parser.literal(node, where);
        }

        Attribute attribute(int index) {
            return attribute(nodes.get(index), path(index));
        }

        Attribute attribute(JsonNode node, String where) {
            return parser.attribute(String.valueOf(literal(node, where).value()), where);
        }
    }
}
