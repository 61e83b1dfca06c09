package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.clients.Rendering;
import com.ovhi.outreach.orchestrator.clients.Templates;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Finds the text of a message on the first allowed channel that has a template for it. Thread-safe. */
@Component
class Wording {

    private static final String RULE = "template";

    private final Templates templates;

    Wording(Templates templates) {
        this.templates = templates;
    }

    Wording.Outcome find(Ask ask, List<Channel> allowed, String language, Trail trail) {
        for (var channel : allowed) {
            switch (templates.render(request(ask, channel, language, trail.rehearsal()))) {
                case Rendering.UnknownTemplate() ->
                    trail.add(Judgement.refused(RULE, channel, Refusal.UNKNOWN_TEMPLATE.code()));
                case Rendering.NotOnThisChannel(var code) -> trail.add(Judgement.refused(RULE, channel, code));
                case Rendering.Rendered rendered -> {
                    return found(rendered.message(), channel, trail);
                }
                case Rendering.MissingVariables(var names) -> {
                    trail.add(Judgement.refused(RULE, channel, Refusal.MISSING_VARIABLE.code()));
                    return new NotFound(Refusal.MISSING_VARIABLE, Map.of("variables", names));
                }
                case Rendering.Unsuitable(var code, var names) -> {
                    trail.add(Judgement.refused(RULE, channel, code));
                    return new NotFound(Refusal.UNSUITABLE_CONTENT, Map.of("code", code, "variables", names));
                }
            }
        }
        return new NotFound(Refusal.UNKNOWN_TEMPLATE, Map.of());
    }

    private static RenderRequest request(Ask ask, Channel channel, String language, boolean rehearsal) {
        return new RenderRequest(
                ask.organizationId(),
                ask.templateId(),
                ask.purpose(),
                channel,
                language,
                ask.variables(),
                null,
                ask.providerId(),
                ask.abVariant(),
                ask.patientId(),
                ask.sendAt(),
                rehearsal ? Boolean.TRUE : null);
    }

    private static Found found(RenderedMessage message, Channel channel, Trail trail) {
        trail.add(Judgement.allowed(
                RULE, channel, message.templateId() + "@" + message.templateVersion() + " " + message.language()));
        return new Found(message);
    }

    /** What the search came to. */
    sealed interface Outcome {}

    /** The text, on its channel. */
    record Found(RenderedMessage message) implements Outcome {}

    /** No channel has a text for it. */
    record NotFound(Refusal refusal, Map<String, Object> details) implements Outcome {}
}
