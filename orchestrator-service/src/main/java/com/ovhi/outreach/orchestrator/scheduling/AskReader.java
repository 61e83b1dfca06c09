package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.decision.OccasionName;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.job.Conditions;
import com.ovhi.outreach.orchestrator.projection.Standing;
import com.ovhi.outreach.orchestrator.projection.Standings;
import com.ovhi.outreach.orchestrator.projection.VisitKey;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.scheduling.ScheduleRequest.About;
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
    private static final Pattern UNVERSIONED = Pattern.compile("(prescription|result)/");
    private static final int MAX_NAME = 100;
    private static final int MAX_VALUE = 2_000;

    private final Standings visits;
    private final SchedulingProperties properties;
    private final Clock clock;

    AskReader(Standings visits, SchedulingProperties properties, Clock clock) {
        this.visits = visits;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Reads a call.
     *
     * @param key names the occasion when no campaign does
     */
    Ask read(ScheduleRequest request, Requester requester, String key) {
        return read(request, requester, key, this::known);
    }

    private @Nullable Integer known(VisitKey visit) {
        return version(visits.of(visit).orElse(null));
    }

    static @Nullable Integer version(@Nullable Standing visit) {
        return visit == null ? null : (Integer) visit.version();
    }

    /**
     * The same for whoever has looked the visits up already.
     *
     * @param versions the known versions of the visits that calls name without one
     */
    Ask read(ScheduleRequest request, Requester requester, String key, Versions versions) {
        var organizationId = requester.organizationId();
        var urgent = urgent(request, requester);
        var campaign = campaign(request.campaignId());
        var about = request.occasion();
        var version = about == null ? null : version(about, organizationId, versions);
        var sendAt = instant("send_at", request.sendAt());
        var notBefore = instant("not_before", request.notBefore());
        var expiresAt = instant("expires_at", request.expiresAt());
        requireOrder(sendAt, notBefore, expiresAt);
        return new Ask(
                Ids.next(),
                organizationId,
                patient(request.patientId()),
                null,
                request.purpose(),
                template(request.templateId()),
                variables(request.variables()),
                request.preferredChannel(),
                notPast(sendAt),
                notBefore,
                expiresAt,
                campaign,
                urgent,
                OccasionKey.ofCall(about, version, campaign, request.purpose(), requester.client(), key),
                about == null ? null : about.about(),
                version,
                null,
                null,
                new Conditions(false, null, about == null ? null : about.sensitive()),
                reason(request.urgentReason()),
                null);
    }

    /** What may be urgent at all is a rule's business; who may say so, and that they say why, is not. */
    private boolean urgent(ScheduleRequest request, Requester requester) {
        var urgent = DecisionMaker.urgent(request.purpose(), Boolean.TRUE.equals(request.urgent()));
        if (urgent && !requester.urgent()) {
            throw Refusals.problem(Refusal.URGENT_NOT_ALLOWED, Map.of());
        }
        if (urgent && properties.urgentPurposes().contains(request.purpose()) && request.urgentReason() == null) {
            throw invalid("urgent_reason", "must say why quiet hours are passed");
        }
        return urgent;
    }

    private static @Nullable String reason(@Nullable UrgentReason reason) {
        return reason == null ? null : reason.code();
    }

    /** Who names no version of a visit means the newest one; refills and results have one only. */
    private static @Nullable Integer version(About about, long organizationId, Versions versions) {
        var visit = VisitRef.appointment(about.about());
        if (about.version() != null) {
            return about.version();
        }
        if (visit.isPresent()) {
            return versions.of(new VisitKey(organizationId, visit.getAsLong()));
        }
        return UNVERSIONED.matcher(about.about()).lookingAt() ? (Integer) OccasionName.ONLY_VERSION : null;
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

    /** What should have been sent before is sent now. */
    private @Nullable Instant notPast(@Nullable Instant at) {
        var now = clock.instant();
        return at != null && at.isBefore(now) ? now : at;
    }

    private @Nullable Instant instant(String field, @Nullable String text) {
        try {
            var at = text == null ? null : OffsetDateTime.parse(text).toInstant();
            if (at != null && at.isAfter(clock.instant().plus(properties.furthest()))) {
                throw invalid(field, "is too far ahead");
            }
            return at;
        } catch (DateTimeException e) {
            throw invalid(field, "is not an ISO 8601 date and time with offset");
        }
    }

    /** Of the times as given: a request that was in order stays so, however late it is repeated. */
    private static void requireOrder(
            @Nullable Instant sendAt, @Nullable Instant notBefore, @Nullable Instant expiresAt) {
        if (expiresAt == null) {
            return;
        }
        if (sendAt != null && !sendAt.isBefore(expiresAt) || notBefore != null && !notBefore.isBefore(expiresAt)) {
            throw invalid("expires_at", "must be after send_at and not_before");
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

    /** Which versions of visits are known. */
    @FunctionalInterface
    interface Versions {

        @Nullable
        Integer of(VisitKey visit);
    }

    private static ProblemException invalid(String field, String message) {
        return ProblemException.badRequest("invalid-request", "Some fields are missing or not valid")
                .with("errors", List.of(Map.of("field", field, "message", message)));
    }
}
