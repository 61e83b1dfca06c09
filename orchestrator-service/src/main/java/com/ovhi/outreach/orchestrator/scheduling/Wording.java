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
            var rendering = templates.render(new RenderRequest(
                    ask.organizationId(), ask.templateId(), ask.purpose(), channel, language, ask.variables()));
            if (rendering instanceof Rendering.UnknownTemplate) {
                trail.add(Judgement.refused(RULE, channel, Refusal.UNKNOWN_TEMPLATE.code()));
            } else {
                return outcome(rendering, channel, trail);
            }
        }
        return new NotFound(Refusal.UNKNOWN_TEMPLATE, Map.of());
    }

    private static Outcome outcome(Rendering rendering, Channel channel, Trail trail) {
        return switch (rendering) {
            case Rendering.Rendered(var message) -> {
                trail.add(Judgement.allowed(
                        RULE,
                        channel,
                        message.templateId() + "@" + message.templateVersion() + " " + message.language()));
                yield new Found(message);
            }
            case Rendering.MissingVariables(var names) -> {
                trail.add(Judgement.refused(RULE, channel, Refusal.MISSING_VARIABLE.code()));
                yield new NotFound(Refusal.MISSING_VARIABLE, Map.of("variables", names));
            }
            case Rendering.Unsuitable(var code, var names) -> {
                trail.add(Judgement.refused(RULE, channel, code));
                yield new NotFound(Refusal.UNSUITABLE_CONTENT, Map.of("code", code, "variables", names));
            }
            case Rendering.UnknownTemplate() -> new NotFound(Refusal.UNKNOWN_TEMPLATE, Map.of());
        };
    }

    /** What the search came to. */
    sealed interface Outcome {}

    /** The text, on its channel. */
    record Found(RenderedMessage message) implements Outcome {}

    /** No channel has a text for it. */
    record NotFound(Refusal refusal, Map<String, Object> details) implements Outcome {}
}
