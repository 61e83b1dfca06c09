package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.StrictBodies;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.projection.Standings;
import com.ovhi.outreach.orchestrator.projection.VisitKey;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import com.ovhi.outreach.orchestrator.scheduling.AskReader.Versions;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Bad;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Readable;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Result;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the requests of a bulk call one by one: a bad one spoils no other. Thread-safe. */
@Component
class BulkReader {

    static final Pattern KEY = Pattern.compile("[A-Za-z0-9_:-]{8,255}");

    private static final String KEY_FIELD = "idempotency_key";
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private final AskReader reader;
    private final Patients patients;
    private final Standings visits;
    private final Validator validator;

    BulkReader(AskReader reader, Patients patients, Standings visits, Validator validator) {
        this.reader = reader;
        this.patients = patients;
        this.visits = visits;
        this.validator = validator;
    }

    /** In the order in which they came. */
    List<BulkItem> read(List<JsonNode> requests, Requester requester) {
        var standings = visits.of(unversioned(requests, requester.organizationId()));
        var read = requests.stream()
                .map(each -> read(each, requester, visit -> AskReader.version(standings.get(visit))))
                .toList();
        var known = patients.known(
                requester.organizationId(),
                read.stream()
                        .filter(Readable.class::isInstance)
                        .map(each -> ((Readable) each).ask().patientId())
                        .collect(Collectors.toSet()));
        return read.stream()
                .map(each -> each instanceof Readable readable
                                && !known.contains(readable.ask().patientId())
                        ? bad(readable.key(), Refusals.problem(Refusal.UNKNOWN_PATIENT, Map.of()))
                        : each)
                .toList();
    }

    /** The visits that requests name without a version, as far as they can be read. */
    private static Set<VisitKey> unversioned(List<JsonNode> requests, long organizationId) {
        return requests.stream()
                .map(each -> each.path("occasion"))
                .filter(each -> each.path("version").isMissingNode()
                        || each.path("version").isNull())
                .map(each -> VisitRef.appointment(each.path("about").asString("")))
                .filter(OptionalLong::isPresent)
                .map(visit -> new VisitKey(organizationId, visit.getAsLong()))
                .collect(Collectors.toSet());
    }

    private BulkItem read(JsonNode json, Requester requester, Versions versions) {
        var key = json.path(KEY_FIELD).asString("");
        if (!KEY.matcher(key).matches()) {
            return new Bad(Result.problem(
                    null,
                    400,
                    "idempotency-key",
                    "idempotency_key must have 8 to 255 characters [A-Za-z0-9_:-]",
                    null));
        }
        try {
            return read(
                    key, StrictBodies.MAPPER.treeToValue(withoutKey(json), ScheduleRequest.class), requester, versions);
        } catch (JacksonException e) {
            return new Bad(Result.problem(
                    key, 400, "unreadable-request", "The request is not JSON of the documented form", null));
        } catch (ProblemException e) {
            return bad(key, e);
        }
    }

    private static JsonNode withoutKey(JsonNode json) {
        return json instanceof ObjectNode item ? item.without(KEY_FIELD) : json;
    }

    private BulkItem read(String key, ScheduleRequest request, Requester requester, Versions versions) {
        if (request.rehearsal()) {
            return new Bad(Result.problem(
                    key, 400, "no-bulk-rehearsal", "A request of a bulk call cannot be rehearsed", null));
        }
        var faults = validator.validate(request).stream()
                .map(each -> Map.of("field", snake(each.getPropertyPath().toString()), "message", each.getMessage()))
                .toList();
        return faults.isEmpty()
                ? new Readable(key, request.fingerprint(), reader.read(request, requester, key, versions))
                : new Bad(Result.problem(key, 400, "invalid-request", "Some fields are missing or not valid", faults));
    }

    private static String snake(String path) {
        return CAPITAL.matcher(path).replaceAll(match -> "_" + match.group().toLowerCase(Locale.ROOT));
    }

    private static Bad bad(String key, ProblemException problem) {
        return new Bad(
                Result.problem(key, problem.getStatusCode().value(), problem.slug(), detail(problem), errors(problem)));
    }

    private static String detail(ProblemException problem) {
        var detail = problem.getBody().getDetail();
        return detail == null ? problem.slug() : detail;
    }

    private static @Nullable Object errors(ProblemException problem) {
        var members = problem.getBody().getProperties();
        return members == null ? null : members.get("errors");
    }
}
