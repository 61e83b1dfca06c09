package com.ovhi.outreach.webhook.whatsapp;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Looks into a webhook without trusting its shape. */
final class Json {

    private Json() {}

    /** The scalar at the end of a path, as text, or null. */
    static @Nullable String text(JsonNode node, String... path) {
        var value = at(node, path);
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }

    /** The elements of the array at the end of a path; none when there is no array. */
    static Stream<JsonNode> each(JsonNode node, String... path) {
        var value = at(node, path);
        return value.isArray() ? value.valueStream() : Stream.empty();
    }

    private static JsonNode at(JsonNode node, String... path) {
        var found = node;
        for (var name : path) {
            found = found.path(name);
        }
        return found;
    }
}
