package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.orchestrator.clients.Rendering.MissingVariables;
import com.ovhi.outreach.orchestrator.clients.Rendering.NotOnThisChannel;
import com.ovhi.outreach.orchestrator.clients.Rendering.Rendered;
import com.ovhi.outreach.orchestrator.clients.Rendering.UnknownTemplate;
import com.ovhi.outreach.orchestrator.clients.Rendering.Unsuitable;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.HttpClientErrorException;

/** Texts from template-service. Thread-safe. */
public final class Templates {

    private static final Set<String> UNSUITABLE =
            Set.of("undeclared-variable", "invalid-variable", "phi-in-channel", "message-too-long");

    private final TemplateApi api;

    Templates(TemplateApi api) {
        this.api = api;
    }

    /** Asks for a text; a refusal is an answer, not an exception. */
    public Rendering render(RenderRequest request) {
        try {
            return new Rendered(api.render(request));
        } catch (HttpClientErrorException e) {
            return refusal(e);
        }
    }

    /** Like {@link #render} of many; those are left out that are better asked for alone. */
    public Map<RenderRequest, Rendering> render(Collection<RenderRequest> requests) {
        return AskedTogether.of(requests, api::renderAll, answer -> {
            var problem = answer.problem();
            if (problem != null) {
                return refusal(problem.status(), new Problem(problem.slug(), problem.variables()));
            }
            var message = answer.answer();
            return message == null ? null : new Rendered(message);
        });
    }

    private static Rendering refusal(HttpClientErrorException failure) {
        var refusal = refusal(failure.getStatusCode().value(), Problem.of(failure));
        if (refusal == null) {
            throw failure;
        }
        return refusal;
    }

    private static @Nullable Rendering refusal(int status, Problem problem) {
        if (status == HttpStatus.NOT_FOUND.value() && problem.is("unknown-template")) {
            return new UnknownTemplate();
        }
        if (problem.is("whatsapp-template-not-approved")) {
            return new NotOnThisChannel(problem.slug());
        }
        if (problem.is("missing-variable")) {
            return new MissingVariables(problem.variables());
        }
        return UNSUITABLE.contains(problem.slug()) ? new Unsuitable(problem.slug(), problem.variables()) : null;
    }
}
