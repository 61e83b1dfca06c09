package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.common.contract.ContractJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The fields of a request, by name and sorted by it. A request whose URL carries {@code bodySHA256} is JSON, any other a
 * form.
 */
final class TwilioForm {

    private static final String BODY_HASH = "bodySHA256";

    private final SortedMap<String, String> fields;

    private TwilioForm(SortedMap<String, String> fields) {
        this.fields = Collections.unmodifiableSortedMap(fields);
    }

    /** The fields of a body, or nothing when it cannot be read or repeats a field, which Twilio never does. */
    static Optional<TwilioForm> read(String query, byte[] body) {
        var text = new String(body, StandardCharsets.UTF_8);
        return bodyHash(query) == null ? pairs(text).map(TwilioForm::new) : json(text);
    }

    /** The hash of the body that the URL announces, or null. */
    static @Nullable String bodyHash(String query) {
        return pairs(query).map(pairs -> pairs.get(BODY_HASH)).orElse(null);
    }

    /** The fields of a query string. */
    static TwilioForm query(String query) {
        return new TwilioForm(pairs(query).orElseGet(TreeMap::new));
    }

    @Nullable
    String get(String name) {
        var value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** The first of several fields that is there. */
    @Nullable
    String first(String name, String other) {
        var value = get(name);
        return value == null ? get(other) : value;
    }

    Map<String, String> sorted() {
        return fields;
    }

    private static Optional<SortedMap<String, String>> pairs(String encoded) {
        var pairs = new TreeMap<String, String>();
        for (var pair : encoded.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            try {
                var equals = pair.indexOf('=');
                var name = decode(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                if (pairs.put(name, value) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.of(pairs);
    }

    private static Optional<TwilioForm> json(String text) {
        try {
            var fields = new TreeMap<String, String>();
            ContractJson.mapper().readTree(text).properties().forEach(field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                    fields.put(field.getKey(), field.getValue().asString());
                }
            });
            return Optional.of(new TwilioForm(fields));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static String decode(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
