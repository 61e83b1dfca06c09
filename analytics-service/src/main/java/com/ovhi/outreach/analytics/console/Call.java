package com.ovhi.outreach.analytics.console;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpMethod;

/** The calls the pages may make of the services. Whether somebody may do what a call does, the service itself decides. */
enum Call {
    JOBS(GET, Neighbour.ORCHESTRATOR, "/api/v1/comm/jobs", "patient_id", "status", "after", "limit"),
    JOB(GET, Neighbour.ORCHESTRATOR, "/api/v1/comm/jobs/{id}"),
    JOB_CANCEL(POST, Neighbour.ORCHESTRATOR, "/api/v1/comm/jobs/{id}/cancel"),
    REQUEST(GET, Neighbour.ORCHESTRATOR, "/api/v1/comm/requests/{id}"),

    DEAD_LETTERS(
            GET,
            Neighbour.ORCHESTRATOR,
            "/api/v1/comm/dlq",
            "state",
            "purpose",
            "channel",
            "reason_code",
            "after",
            "limit"),
    DEAD_LETTER_REVIEW(POST, Neighbour.ORCHESTRATOR, "/api/v1/comm/dlq/reviews"),
    PROPOSALS(GET, Neighbour.ORCHESTRATOR, "/api/v1/comm/dlq/proposals", "state"),
    PROPOSAL_APPROVE(POST, Neighbour.ORCHESTRATOR, "/api/v1/comm/dlq/proposals/{id}/approve"),

    INBOX(
            GET,
            Neighbour.REPLY,
            "/api/v1/inbox",
            "state",
            "intent",
            "channel",
            "claimed",
            "language",
            "urgent",
            "after",
            "limit"),
    INBOX_COUNTS(GET, Neighbour.REPLY, "/api/v1/inbox/counts"),
    INBOX_COLLEAGUES(GET, Neighbour.REPLY, "/api/v1/inbox/colleagues"),
    INBOUND(GET, Neighbour.REPLY, "/api/v1/inbound/{id}"),
    INBOX_CLAIM(POST, Neighbour.REPLY, "/api/v1/inbox/{id}/claim"),
    INBOX_ASSIGN(POST, Neighbour.REPLY, "/api/v1/inbox/{id}/assign"),
    INBOX_RELEASE(POST, Neighbour.REPLY, "/api/v1/inbox/{id}/release"),
    INBOX_LABEL(POST, Neighbour.REPLY, "/api/v1/inbox/{id}/label"),
    INBOX_CLOSE(POST, Neighbour.REPLY, "/api/v1/inbox/{id}/close"),
    INBOX_ANSWER(POST, Neighbour.REPLY, "/api/v1/inbox/{id}/answer"),

    CAMPAIGNS(GET, Neighbour.SEGMENT, "/api/v1/campaigns", "after", "limit"),
    CAMPAIGN(GET, Neighbour.SEGMENT, "/api/v1/campaigns/{id}"),
    CAMPAIGN_REPORT(GET, Neighbour.SEGMENT, "/api/v1/campaigns/{id}/report"),
    CAMPAIGN_APPROVE(POST, Neighbour.SEGMENT, "/api/v1/campaigns/{id}/approve", "version", "rules"),
    CAMPAIGN_ACTIVATE(POST, Neighbour.SEGMENT, "/api/v1/campaigns/{id}/activate", "move"),
    CAMPAIGN_PAUSE(POST, Neighbour.SEGMENT, "/api/v1/campaigns/{id}/pause"),
    CAMPAIGN_COMPLETE(POST, Neighbour.SEGMENT, "/api/v1/campaigns/{id}/complete"),
    CAMPAIGN_CANCEL(POST, Neighbour.SEGMENT, "/api/v1/campaigns/{id}/cancel"),

    TEMPLATES(
            GET,
            Neighbour.TEMPLATE,
            "/api/v1/templates",
            "purpose",
            "channel",
            "language",
            "state",
            "level",
            "q",
            "after",
            "limit"),
    TEMPLATE_PREVIEW(POST, Neighbour.TEMPLATE, "/api/v1/templates/{id}/preview"),
    LINT(POST, Neighbour.TEMPLATE, "/api/v1/lint"),

    EXPERIMENTS(GET, Neighbour.ANALYTICS, "/api/v1/analytics/experiments", "page", "size"),
    EXPERIMENT(GET, Neighbour.ANALYTICS, "/api/v1/analytics/experiments/{id}");

    private final HttpMethod method;
    private final String service;
    private final String path;
    private final List<String> parameters;

    Call(HttpMethod method, String service, String path, String... parameters) {
        this.method = method;
        this.service = service;
        this.path = path;
        this.parameters = List.of(parameters);
    }

    /** The call a page names, such as {@code job-cancel}. */
    static Optional<Call> named(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    HttpMethod method() {
        return method;
    }

    /** Whether it changes something, or may do. */
    boolean isOrder() {
        return method.equals(POST);
    }

    /** Whether it may take as long as an order: these count a campaign's audience, and everybody who met an experiment. */
    boolean takesTime() {
        return isOrder() || this == CAMPAIGN_REPORT || this == EXPERIMENT;
    }

    /** The name of the service that owns what is asked for. */
    String service() {
        return service;
    }

    String path() {
        return path;
    }

    /** Names of what the query may hold. */
    List<String> parameters() {
        return parameters;
    }

    boolean needsId() {
        return path.contains("{id}");
    }

    /** Services the console asks; a class of its own since constants of an enum cannot see its static fields. */
    private static final class Neighbour {

        static final String ORCHESTRATOR = "orchestrator-service";
        static final String REPLY = "reply-parser-service";
        static final String SEGMENT = "segment-service";
        static final String TEMPLATE = "template-service";
        static final String ANALYTICS = "analytics-service";
    }
}
