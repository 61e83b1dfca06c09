package com.ovhi.outreach.analytics.console;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a page wants to know or do; it travels in a body, so that no address holds a patient's number.
 *
 * @param id what the call is about; null when it is about nothing in particular
 * @param query narrows a list
 * @param body handed on as it is
 * @param idempotencyKey lets the same order come twice and be carried out once
 */
record Ask(
        @Nullable String id,
        @Nullable Map<String, String> query,
        @Nullable JsonNode body,
        @Nullable String idempotencyKey) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_:-]{8,255}");
    private static final int LONGEST = 200;

    Ask {
        body = body == null || body.isNull() ? null : body;
    }

    /**
     * The address at the service, with a place for each variable.
     *
     * @throws ProblemException 400 when the call does not take what is given
     */
    String template(Call call) {
        check(call);
        var names = given().keySet();
        return call.path()
                + (names.isEmpty()
                        ? ""
                        : names.stream()
                                .sorted()
                                .map(name -> name + "={" + name + "}")
                                .collect(Collectors.joining("&", "?", "")));
    }

    /** The values of the variables. */
    Map<String, String> variables() {
        var values = new LinkedHashMap<>(given());
        if (id != null) {
            values.put("id", id);
        }
        return values;
    }

    private Map<String, String> given() {
        return query == null ? Map.of() : query;
    }

    private void check(Call call) {
        if (call.needsId() != (id != null) || id != null && !ID.matcher(id).matches()) {
            throw wrong("'id' is missing, not needed or not an id");
        }
        if (!call.parameters().containsAll(given().keySet())) {
            throw wrong("'query' has a name this call does not know");
        }
        if (given().values().stream().anyMatch(value -> value == null || value.length() > LONGEST)) {
            throw wrong("'query' has a value that is too long, or none");
        }
        if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
            throw wrong("'idempotency_key' must have 8 to 255 characters [A-Za-z0-9_:-]");
        }
    }

    private static ProblemException wrong(String detail) {
        return ProblemException.badRequest("invalid-request", detail);
    }

    @Override
    public String toString() {
        return "Ask[" + Masked.MASK + "]";
    }
}
