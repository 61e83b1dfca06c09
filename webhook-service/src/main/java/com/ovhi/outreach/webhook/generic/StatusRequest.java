package com.ovhi.outreach.webhook.generic;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.web.ProblemException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Body of {@code POST /api/v1/comm/webhook/outbound-status}.
 *
 * @param eventData scalars beside the status, under the provider's own names; {@code job_id} and {@code attempt} tie it to
 *     a job
 */
record StatusRequest(
        Provider provider,
        String messageId,
        String status,
        @Nullable String timestamp,
        Map<String, String> eventData) {

    /** @throws ProblemException 400 when it has not the documented form */
    static StatusRequest read(byte[] body) {
        var json = tree(body);
        var data = new TreeMap<String, String>();
        json.path("event_data").properties().forEach(field -> {
            if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                data.put(field.getKey(), field.getValue().asString());
            }
        });
        return new StatusRequest(
                provider(json),
                required(json, "message_id", 200),
                required(json, "status", 40),
                text(json, "timestamp"),
                data);
    }

    static JsonNode tree(byte[] body) {
        try {
            var json = ContractJson.mapper().readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (JacksonException _) {
            // Falls through to the refusal, which quotes nothing.
        }
        throw ProblemException.badRequest("unreadable-request", "The body is not JSON of the documented form");
    }

    static Provider provider(JsonNode json) {
        try {
            return Provider.of(required(json, "provider", 20));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("unknown-provider", "'provider' is none of sendgrid, twilio, whatsapp");
        }
    }

    static String required(JsonNode json, String name, int limit) {
        var value = text(json, name);
        if (value == null || value.isBlank() || value.length() > limit) {
            throw ProblemException.badRequest("invalid-request", "'" + name + "' is missing or too long");
        }
        return value;
    }

    static @Nullable String text(JsonNode json, String name) {
        var value = json.path(name);
        return value.isValueNode() && !value.isNull() ? value.asString() : null;
    }
}
