package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.common.contract.ContractJson;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes up rules that are well typed: every operator, every variable, unknown values and defaults everywhere. */
public final class RuleMaker {

    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=");
    private static final List<Object> FRACTIONS = List.of(0.5, 0.1, 0.2, 1.5, -2.75, 0.333333, 3.0);
    private static final int DEEPEST = 4;

    private final RandomGenerator random;
    private final LocalDate today;
    private final Map<Type, List<Object>> values;
    private final List<Object> tags;
    private final List<Object> segments;

    /**
     * Makes up rules.
     *
     * @param values what patients have, so that rules meet them
     */
    public RuleMaker(
            RandomGenerator random,
            LocalDate today,
            Map<Type, List<Object>> values,
            List<Object> tags,
            List<Object> segments) {
        this.random = random;
        this.today = today;
        this.values = values;
        this.tags = tags;
        this.segments = segments;
    }

    /** The JSON of a rule. */
    public String rule() {
        return ContractJson.writeText(condition(0));
    }

    private Object condition(int depth) {
        if (depth >= DEEPEST) {
            return leaf();
        }
        return switch (random.nextInt(16)) {
            case 0, 1 -> Map.of("and", conditions(depth));
            case 2, 3 -> Map.of("or", conditions(depth));
            case 4 -> Map.of("!", List.of(condition(depth + 1)));
            case 5 -> Map.of("!!", anyValue(depth + 1));
            case 6 -> Map.of("!", anyValue(depth + 1));
            case 7 -> Map.of(pick(List.of("if", "?:")), choice(depth, this::condition));
            case 8 -> Map.of(pick(List.of("==", "!=")), List.of(condition(depth + 1), condition(depth + 1)));
            default -> leaf(depth);
        };
    }

    private List<Object> conditions(int depth) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> condition(depth + 1))
                .toList();
    }

    private Object leaf() {
        return random.nextBoolean() ? variable(Type.BOOLEAN) : leaf(DEEPEST);
    }

    private Object leaf(int depth) {
        return switch (random.nextInt(10)) {
            case 8 -> Map.of("in", List.of(fraction(depth), List.of(pick(FRACTIONS), pick(FRACTIONS))));
            case 0, 1 -> equality(depth);
            case 2, 3 -> ordered(depth);
            case 4 -> Map.of("in", List.of(variable(Type.TEXT), some(Type.TEXT)));
            case 5 -> Map.of("in", List.of(value(Type.NUMBER, depth), some(Type.NUMBER)));
            case 6 -> list();
            case 7 -> missing();
            default -> variable(Type.BOOLEAN);
        };
    }

    private Object list() {
        return switch (random.nextInt(5)) {
            case 0 -> Map.of("in", List.of(pick(tags), Map.of("var", "tags")));
            case 1 -> Map.of("in", List.of(pick(segments), Map.of("var", "segments")));
            case 2 -> quantified("tags", tags);
            case 3 -> quantified("segments", segments);
            default -> Map.of("!!", List.of(Map.of("var", pick(List.of("tags", "segments")))));
        };
    }

    private Object quantified(String list, List<Object> elements) {
        return Map.of(
                pick(List.of("some", "all", "none")), List.of(Map.of("var", list), ofElement(elements, DEEPEST - 2)));
    }

    private Object ofElement(List<Object> elements, int depth) {
        var element = Map.of("var", "");
        return switch (random.nextInt(depth >= DEEPEST ? 4 : 6)) {
            case 0 -> Map.of(pick(List.of("==", "!=")), List.of(element, pick(elements)));
            case 1 -> Map.of("in", List.of(element, List.of(pick(elements), pick(elements))));
            case 2 -> Map.of("!!", List.of(element));
            case 3 -> Map.of("missing", List.of(""));
            case 4 -> Map.of("!", List.of(ofElement(elements, depth + 1)));
            default ->
                Map.of(
                        pick(List.of("and", "or")),
                        List.of(ofElement(elements, depth + 1), ofElement(elements, depth + 1)));
        };
    }

    private Object missing() {
        var names = IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(_ -> pick(List.of("age", "language", "next_visit", "state", "tags", "today", "refill_due")))
                .toList();
        return random.nextBoolean()
                ? Map.of("missing", names)
                : Map.of("missing_some", List.of(1 + random.nextInt(names.size()), names));
    }

    private Object equality(int depth) {
        var type = pick(List.of(Type.TEXT, Type.NUMBER, Type.FRACTION, Type.DATE, Type.BOOLEAN));
        var operator = pick(List.of("==", "!=", "===", "!=="));
        var other = random.nextInt(6) == 0 ? null : value(type, depth);
        var sides = new ArrayList<@Nullable Object>();
        sides.add(type == Type.TEXT ? variable(Type.TEXT) : value(type, depth));
        sides.add(other);
        if (random.nextBoolean()) {
            sides.addFirst(sides.removeLast());
        }
        return Map.of(operator, sides);
    }

    private Object ordered(int depth) {
        var type = pick(List.of(Type.NUMBER, Type.FRACTION, Type.DATE));
        var operator = pick(COMPARISONS);
        var three = operator.startsWith("<") && random.nextInt(3) == 0;
        var parts = new ArrayList<Object>();
        // A literal date is a text until it meets a date.
        parts.add(type == Type.FRACTION ? fraction(depth) : variable(type));
        for (var i = 0; i < (three ? 2 : 1); i++) {
            parts.add(random.nextInt(parts.size() + 1), value(type, depth));
        }
        return Map.of(operator, parts);
    }

    private Object anyValue(int depth) {
        return List.of(value(pick(List.of(Type.TEXT, Type.NUMBER, Type.FRACTION, Type.DATE, Type.BOOLEAN)), depth));
    }

    private Object value(Type type, int depth) {
        if (type == Type.FRACTION) {
            return random.nextBoolean() ? pick(FRACTIONS) : fraction(depth);
        }
        if (depth >= DEEPEST || random.nextInt(3) > 0) {
            return random.nextBoolean() ? pick(values(type)) : variable(type);
        }
        return switch (type) {
            case NUMBER -> number(depth + 1);
            case DATE -> date(depth + 1);
            case TEXT -> Map.of("if", choice(depth, each -> variable(Type.TEXT)));
            case BOOLEAN -> condition(depth + 1);
            case FRACTION, TEXTS, NUMBERS, NOTHING -> throw new IllegalArgumentException("No values of " + type);
        };
    }

    private Object number(int depth) {
        return switch (random.nextInt(9)) {
            case 6 -> Map.of("*", List.of(value(Type.NUMBER, depth), pick(values(Type.NUMBER)), 1_000));
            case 7 -> Map.of("%", List.of(value(Type.NUMBER, depth), value(Type.NUMBER, depth)));
            case 0 -> Map.of("+", List.of(value(Type.NUMBER, depth), value(Type.NUMBER, depth)));
            case 1 -> Map.of("-", List.of(value(Type.NUMBER, depth), value(Type.NUMBER, depth)));
            case 2 -> Map.of("-", List.of(value(Type.NUMBER, depth)));
            case 3 -> Map.of("-", List.of(variable(Type.DATE), value(Type.DATE, depth)));
            case 4 -> Map.of("if", choice(depth, each -> value(Type.NUMBER, each)));
            default ->
                Map.of(pick(List.of("min", "max")), List.of(value(Type.NUMBER, depth), value(Type.NUMBER, depth)));
        };
    }

    /** Fractions meet whole numbers, and divisors are zero or unknown now and then. */
    private Object fraction(int depth) {
        return switch (random.nextInt(depth >= DEEPEST ? 2 : 4)) {
            case 0 -> Map.of("/", List.of(value(Type.NUMBER, depth + 1), value(Type.NUMBER, depth + 1)));
            case 1 -> Map.of("*", List.of(value(Type.NUMBER, depth + 1), pick(FRACTIONS)));
            case 2 ->
                Map.of(
                        pick(List.of("+", "-", "min", "max")),
                        List.of(fraction(depth + 1), value(Type.NUMBER, depth + 1)));
            default -> Map.of("if", choice(depth, this::fraction));
        };
    }

    private Object date(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> Map.of("+", List.of(variable(Type.DATE), random.nextInt(-60, 60)));
            case 1 -> Map.of("-", List.of(variable(Type.DATE), random.nextInt(-60, 60)));
            case 2 -> Map.of("if", choice(depth, each -> variable(Type.DATE)));
            default -> Map.of(pick(List.of("min", "max")), List.of(variable(Type.DATE), value(Type.DATE, depth)));
        };
    }

    private List<Object> choice(int depth, IntFunction<Object> result) {
        var parts = new ArrayList<Object>();
        for (var i = 0; i <= random.nextInt(2); i++) {
            parts.add(condition(depth + 1));
            parts.add(result.apply(depth + 1));
        }
        if (random.nextBoolean()) {
            parts.add(result.apply(depth + 1));
        }
        return parts;
    }

    private Object variable(Type type) {
        var candidates = Vocabulary.patients().variables().stream()
                .filter(each -> each.type() == type)
                .toList();
        var variable = pick(candidates);
        var name = variable.name()
                + switch (variable.parameter()) {
                    case NONE -> "";
                    case DAYS -> "." + pick(List.of(1, 7, 30, 90, 365, 730));
                    case SEED -> "." + pick(List.of("spring", "a-1", "0"));
                };
        if (random.nextInt(5) > 0 || type == Type.BOOLEAN) {
            return Map.of("var", name);
        }
        var possible = variable.values().isEmpty() ? values(type) : List.<Object>copyOf(variable.values());
        return Map.of("var", List.of(name, pick(possible)));
    }

    private List<Object> some(Type type) {
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(_ -> pick(values(type)))
                .toList();
    }

    private List<Object> values(Type type) {
        return type == Type.DATE
                ? List.of(today.plusDays(random.nextInt(-400, 60)).toString(), today.toString())
                : values.getOrDefault(type, List.of());
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
