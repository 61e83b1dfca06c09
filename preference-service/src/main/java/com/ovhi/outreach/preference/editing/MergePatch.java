package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies a JSON merge patch (RFC 7396): what is missing stays, null clears the field so that the next level decides.
 * A member that cannot be changed here is refused rather than passed over.
 */
@Component
class MergePatch {

    private static final Set<String> EDITABLE = Set.of(
            "timezone",
            "language",
            "quiet_start",
            "quiet_end",
            "work_start",
            "work_end",
            "best_hour",
            "provider_id",
            "allow_email",
            "allow_sms",
            "allow_whatsapp",
            "email_address",
            "sms_number",
            "whatsapp_number");
    private static final JsonMapper STRICT = ContractJson.mapper()
            .rebuild()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private final Validator validator;

    MergePatch(Validator validator) {
        this.validator = validator;
    }

    PreferenceUpdate apply(PreferenceUpdate current, JsonNode patch) {
        if (!patch.isObject()) {
            throw ProblemException.badRequest("unreadable-request", "A merge patch is a JSON object");
        }
        var merged = (ObjectNode) STRICT.valueToTree(current);
        var position = 0;
        for (var member : patch.properties()) {
            position++;
            if (!EDITABLE.contains(member.getKey())) {
                throw ProblemException.badRequest("not-editable", "This member cannot be changed here")
                        .with("errors", List.of(error("member " + position, "is not one of the fields that can be")));
            }
            if (member.getValue().isNull()) {
                merged.remove(member.getKey());
            } else {
                merged.set(member.getKey(), member.getValue());
            }
        }
        return validated(read(merged));
    }

    private static PreferenceUpdate read(ObjectNode merged) {
        try {
            return STRICT.treeToValue(merged, PreferenceUpdate.class);
        } catch (JacksonException e) {
            var path = e instanceof DatabindException named && !named.getPath().isEmpty()
                    ? named.getPath().getFirst().getPropertyName()
                    : null;
            throw ProblemException.badRequest("unreadable-request", "The body is not JSON of the documented form")
                    .with("errors", path == null ? List.of() : List.of(error(path, "has a value of the wrong form")));
        }
    }

    private PreferenceUpdate validated(PreferenceUpdate update) {
        var violations = validator.validate(update);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return update;
    }

    private static Map<String, String> error(String field, String message) {
        return Map.of("field", field, "message", message);
    }
}
