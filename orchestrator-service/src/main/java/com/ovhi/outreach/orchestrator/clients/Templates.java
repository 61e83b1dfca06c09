package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.orchestrator.clients.Rendering.MissingVariables;
import com.ovhi.outreach.orchestrator.clients.Rendering.NotOnThisChannel;
import com.ovhi.outreach.orchestrator.clients.Rendering.Rendered;
import com.ovhi.outreach.orchestrator.clients.Rendering.UnknownTemplate;
import com.ovhi.outreach.orchestrator.clients.Rendering.Unsuitable;
import java.util.Set;
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

    private static Rendering refusal(HttpClientErrorException failure) {
        var problem = Problem.of(failure);
        if (failure.getStatusCode() == HttpStatus.NOT_FOUND && problem.is("unknown-template")) {
            return new UnknownTemplate();
        }
        if (problem.is("whatsapp-template-not-approved")) {
            return new NotOnThisChannel(problem.slug());
        }
        if (problem.is("missing-variable")) {
            return new MissingVariables(problem.variables());
        }
        if (UNSUITABLE.contains(problem.slug())) {
            return new Unsuitable(problem.slug(), problem.variables());
        }
        throw failure;
    }
}
