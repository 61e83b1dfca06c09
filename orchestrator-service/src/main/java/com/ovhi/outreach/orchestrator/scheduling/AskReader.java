package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the schedule call; what it cannot read is the caller's mistake and changes nothing. Thread-safe. */
@Component
class AskReader {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int MAX_NAME = 100;
    private static final int MAX_VALUE = 2_000;

    private final SchedulingProperties properties;
    private final Clock clock;

    AskReader(SchedulingProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Reads a call.
     *
     * @param key names the occasion when no campaign does
     */
    Ask read(ScheduleRequest request, long organizationId, String client, String key) {
        var campaign = campaign(request.campaignId());
        return new Ask(
                Ids.next(),
                organizationId,
                patient(request.patientId()),
                null,
                request.purpose(),
                template(request.templateId()),
                variables(request.variables()),
                request.preferredChannel(),
                sendAt(request.sendAt()),
                null,
                campaign,
                DecisionMaker.urgent(request.purpose(), Boolean.TRUE.equals(request.urgent())),
                OccasionKey.ofCall(campaign, request.purpose(), client, key),
                null,
                null,
                null);
    }

    private static long patient(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw Refusals.problem(Refusal.UNKNOWN_PATIENT, Map.of());
        }
        return Long.parseLong(text);
    }

    private static @Nullable Long template(@Nullable String text) {
        if (text != null && !NUMBER.matcher(text).matches()) {
            throw Refusals.problem(Refusal.UNKNOWN_TEMPLATE, Map.of());
        }
        return text == null ? null : (Long) Long.parseLong(text);
    }

    private static @Nullable Long campaign(@Nullable String text) {
        if (text != null && !NUMBER.matcher(text).matches()) {
            throw invalid("campaign_id", "is not a campaign id");
        }
        return text == null ? null : (Long) Long.parseLong(text);
    }

    private @Nullable Instant sendAt(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var now = clock.instant();
        try {
            var at = OffsetDateTime.parse(text).toInstant();
            if (at.isAfter(now.plus(properties.furthest()))) {
                throw invalid("send_at", "is too far ahead");
            }
            return at.isBefore(now) ? now : at;
        } catch (DateTimeException e) {
            throw invalid("send_at", "is not an ISO 8601 date and time with offset");
        }
    }

    private static Map<String, String> variables(Map<String, @Nullable Object> given) {
        var variables = new HashMap<String, String>();
        given.forEach((name, value) -> {
            var text = value instanceof String || value instanceof Number || value instanceof Boolean
                    ? String.valueOf(value)
                    : null;
            if (text == null || name.isBlank() || name.length() > MAX_NAME || text.length() > MAX_VALUE) {
                throw invalid("variables", "must be texts, numbers or truth values of moderate length");
            }
            variables.put(name, text);
        });
        return variables;
    }

    private static ProblemException invalid(String field, String message) {
        return ProblemException.badRequest("invalid-request", "Some fields are missing or not valid")
                .with("errors", List.of(Map.of("field", field, "message", message)));
    }
}
