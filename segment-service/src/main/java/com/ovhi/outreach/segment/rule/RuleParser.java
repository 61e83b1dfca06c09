package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.segment.rule.Term.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes the JSON of a rule apart, within limits of depth and size. One rule each; not thread-safe. */
final class RuleParser {

    private static final int MAX_DEPTH = 8;
    private static final int MAX_NODES = 100;
    private static final int MAX_TEXT = 200;
    private static final long MAX_NUMBER = 1_000_000;

    private int nodes;

    Term parse(JsonNode json) {
        var term = term(json, "$", 1);
        if (!term.type().condition()) {
            throw new InvalidRule(
                    "$", "a rule must be a condition, not " + term.type().words());
        }
        return term;
    }

    Term term(JsonNode json, String path, int depth) {
        count(path);
        if (!json.isObject()) {
            return literal(json, path);
        }
        if (depth > MAX_DEPTH) {
            throw new InvalidRule(path, "nested more than " + MAX_DEPTH + " levels deep");
        }
        if (json.size() != 1) {
            throw new InvalidRule(path, "an operation has exactly one operator");
        }
        var operation = json.properties().iterator().next();
        var operator = Operator.of(operation.getKey(), path);
        var here = path + "." + operation.getKey();
        return operator.read(new Arguments(this, arguments(operation.getValue()), here, depth));
    }

    /** A single argument may stand without its list. */
    private static List<JsonNode> arguments(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
    }

    Literal literal(JsonNode json, String path) {
        return switch (json.getNodeType()) {
            case NULL -> new Literal(Type.NOTHING, null);
            case BOOLEAN -> new Literal(Type.BOOLEAN, json.booleanValue());
            case NUMBER -> new Literal(Type.NUMBER, number(json, path));
            case STRING -> new Literal(Type.TEXT, text(json, path));
            case ARRAY -> throw new InvalidRule(path, "a list may only be the second argument of in");
            case OBJECT, BINARY, MISSING, POJO -> throw new InvalidRule(path, "must be a value");
        };
    }

    void count(String path) {
        if (++nodes > MAX_NODES) {
            throw new InvalidRule(path, "a rule may have at most " + MAX_NODES + " parts");
        }
    }

    private static Long number(JsonNode json, String path) {
        if (!json.isIntegralNumber() || !json.canConvertToLong() || Math.abs(json.longValue()) > MAX_NUMBER) {
            throw new InvalidRule(path, "must be a whole number between -" + MAX_NUMBER + " and " + MAX_NUMBER);
        }
        return json.longValue();
    }

    private static String text(JsonNode json, String path) {
        var text = json.stringValue();
        if (text.length() > MAX_TEXT) {
            throw new InvalidRule(path, "a text may have at most " + MAX_TEXT + " characters");
        }
        return text;
    }

    /** The arguments of one operation, with where they stand. */
    record Arguments(RuleParser parser, List<JsonNode> nodes, String path, int depth) {

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
            return path + "[" + index + "]";
        }

        JsonNode node(int index) {
            return nodes.get(index);
        }

        Term term(int index) {
            return parser.term(nodes.get(index), path(index), depth + 1);
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
    }
}
