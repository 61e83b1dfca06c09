package com.ovhi.outreach.segment.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A part of a statement: its text, and the values to be bound to its question marks. No value is ever in the text. */
public record Sql(String text, List<Object> parameters) {

    public Sql {
        parameters = List.copyOf(parameters);
    }

    /** A text and its values. */
    public static Sql of(String text, Object... parameters) {
        return new Sql(text, List.of(parameters));
    }

    /** Parts put where the template has {@code %s}. */
    public static Sql format(String template, Sql... parts) {
        var texts = Arrays.stream(parts).map(Sql::text).toArray();
        return new Sql(template.formatted(texts), parameters(List.of(parts)));
    }

    /** Parts in brackets with a word between them. */
    static Sql join(String between, List<Sql> parts) {
        return new Sql(
                parts.stream().map(Sql::text).collect(Collectors.joining(" " + between + " ", "(", ")")),
                parameters(parts));
    }

    private static List<Object> parameters(List<Sql> parts) {
        var all = new ArrayList<Object>();
        parts.forEach(each -> all.addAll(each.parameters()));
        return all;
    }

    /** Whether it reads more than the patient's own row. */
    boolean costly() {
        return text.contains("SELECT ");
    }
}
