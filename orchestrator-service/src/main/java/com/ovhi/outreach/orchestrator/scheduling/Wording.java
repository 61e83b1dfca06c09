package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.orchestrator.clients.Rendering;
import com.ovhi.outreach.orchestrator.clients.Templates;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the text of a message on a channel; template-service judges whether it may travel there. Thread-safe. */
@Component
class Wording {

    private static final String RULE = "template";

    /** The variant of a template that speaks to all patients who are reached at an address. */
    private static final String HOUSEHOLD = "household";

    private static final Set<String> SAID_TO_A_HOUSEHOLD = Set.of("clinic_name", "clinic_phone", "visit_date");

    private final Templates templates;

    Wording(Templates templates) {
        this.templates = templates;
    }

    /**
     * The text for several patients who are reached at one address: it names nobody, and no hour. Empty when the template
     * has none, so that each of them gets a message of their own.
     */
    Optional<RenderedMessage> ofHousehold(Channel channel, Trail trail, EffectivePreferences effective) {
        if (trail.ask().templateId() != null) {
            return Optional.empty();
        }
        var variables = new HashMap<>(trail.ask().variables());
        variables.keySet().retainAll(SAID_TO_A_HOUSEHOLD);
        return templates.render(request(trail, channel, effective, variables, HOUSEHOLD))
                        instanceof Rendering.Rendered(var message)
                ? Optional.of(message).filter(Wording::isForHouseholds)
                : Optional.empty();
    }

    /** A variant that does not exist is answered with the usual text. */
    private static boolean isForHouseholds(RenderedMessage message) {
        var choice = message.choice();
        return choice != null && HOUSEHOLD.equals(choice.variant());
    }

    Outcome on(Channel channel, Trail trail, EffectivePreferences effective) {
        var ask = trail.ask();
        return switch (templates.render(request(trail, channel, effective, ask.variables(), ask.abVariant()))) {
            case Rendering.Rendered(var message) -> found(message, channel, trail);
            case Rendering.UnknownTemplate() ->
                refused(trail, channel, Refusal.UNKNOWN_TEMPLATE.code(), Refusal.UNKNOWN_TEMPLATE, Map.of());
            case Rendering.NotOnThisChannel(var code) ->
                refused(trail, channel, code, Refusal.UNKNOWN_TEMPLATE, Map.of());
            case Rendering.MissingVariables(var names) ->
                refused(
                        trail,
                        channel,
                        Refusal.MISSING_VARIABLE.code(),
                        Refusal.MISSING_VARIABLE,
                        Map.of("variables", names));
            case Rendering.Unsuitable(var code, var names) ->
                refused(trail, channel, code, Refusal.UNSUITABLE_CONTENT, Map.of("code", code, "variables", names));
        };
    }

    private static RenderRequest request(
            Trail trail,
            Channel channel,
            EffectivePreferences effective,
            Map<String, String> variables,
            @Nullable String variant) {
        var ask = trail.ask();
        return new RenderRequest(
                ask.organizationId(),
                ask.templateId(),
                ask.purpose(),
                channel,
                effective.language(),
                variables,
                null,
                ask.providerId(),
                variant,
                ask.patientId(),
                ask.desired(),
                trail.rehearsal() ? Boolean.TRUE : null,
                effective.timezone(),
                effective.unencryptedEmailAccepted());
    }

    private static Outcome found(RenderedMessage message, Channel channel, Trail trail) {
        trail.add(Judgement.allowed(
                RULE, channel, message.templateId() + "@" + message.templateVersion() + " " + message.language()));
        return new Outcome.Found(message);
    }

    private static Outcome refused(
            Trail trail, Channel channel, String code, Refusal refusal, Map<String, Object> details) {
        trail.add(Judgement.refused(RULE, channel, code));
        return new Outcome.NotFound(refusal, details);
    }

    /** What the search came to. */
    sealed interface Outcome {

        /** The text. */
        record Found(RenderedMessage message) implements Outcome {}

        /** There is none that may travel. */
        record NotFound(Refusal refusal, Map<String, Object> details) implements Outcome {}
    }
}
