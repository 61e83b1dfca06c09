package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.clients.Rendering;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the text of a message on a channel; template-service judges whether it may travel there. Thread-safe. */
final class Wording {

    private static final String RULE = "template";

    /** The variant of a template that speaks to all patients who are reached at an address. */
    private static final String HOUSEHOLD = "household";

    /** Such as {@code 2026-03-07T12:15-07:00[America/Phoenix]}. */
    private static final Pattern DATE_OF_A_MOMENT = Pattern.compile("^(\\d{4}-\\d{2}-\\d{2})T.*$");

    private static final Set<String> SAID_TO_A_HOUSEHOLD = Set.of("clinic_name", "clinic_phone", "visit_date");

    /** The purpose whose text says that there is a message in the portal, and nothing else. */
    private static final Purpose PORTAL_NOTICE = Purpose.LAB_READY;

    private static final Set<String> SAID_IN_A_PORTAL_NOTICE = Set.of("clinic_name", "clinic_phone", "portal_url");

    private final Sources sources;

    Wording(Sources sources) {
        this.sources = sources;
    }

    /**
     * The text for several patients who are reached at one address: it names nobody, and no hour. Empty when the template
     * has none, so that each of them gets a message of their own.
     */
    Optional<RenderedMessage> ofHousehold(Channel channel, Trail trail, EffectivePreferences effective) {
        var ask = trail.ask();
        if (ask.templateId() != null) {
            return Optional.empty();
        }
        var variables = only(SAID_TO_A_HOUSEHOLD, ask);
        variables.computeIfPresent(
                "visit_date", (_, moment) -> DATE_OF_A_MOMENT.matcher(moment).replaceFirst("$1"));
        var said = new Said(null, ask.purpose(), variables, HOUSEHOLD);
        return sources.text(request(trail, channel, effective, said)) instanceof Rendering.Rendered(var message)
                ? Optional.of(message).filter(Wording::isForHouseholds)
                : Optional.empty();
    }

    /** A variant that does not exist is answered with the usual text. */
    private static boolean isForHouseholds(RenderedMessage message) {
        var choice = message.choice();
        return choice != null && HOUSEHOLD.equals(choice.variant());
    }

    /** Of a sensitive visit nothing is said outside of the portal, whatever the caller has given. */
    Outcome on(Channel channel, Trail trail, Known known) {
        var said = said(trail, channel, known);
        return switch (sources.text(request(trail, channel, known.effective(), said))) {
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

    /** What was asked for, unless it is about a sensitive visit. */
    private static Said said(Trail trail, Channel channel, Known known) {
        var ask = trail.ask();
        if (!known.sensitive()) {
            return new Said(ask.templateId(), ask.purpose(), ask.variables(), ask.abVariant());
        }
        trail.add(Judgement.allowed("sensitivity", channel, "portal-only"));
        return new Said(null, PORTAL_NOTICE, only(SAID_IN_A_PORTAL_NOTICE, ask), null);
    }

    private static Map<String, String> only(Set<String> names, Ask ask) {
        var variables = new HashMap<>(ask.variables());
        variables.keySet().retainAll(names);
        return variables;
    }

    private static RenderRequest request(Trail trail, Channel channel, EffectivePreferences effective, Said said) {
        var ask = trail.ask();
        return new RenderRequest(
                ask.organizationId(),
                said.templateId(),
                said.purpose(),
                channel,
                effective.language(),
                said.variables(),
                null,
                ask.providerId(),
                said.variant(),
                ask.patientId(),
                ask.desired(),
                trail.rehearsal() ? Boolean.TRUE : null,
                effective.timezone(),
                effective.unencryptedEmailAccepted());
    }

    /** What a text shall say, of the template that is chosen by purpose when none is given. */
    private record Said(
            @Nullable Long templateId,
            Purpose purpose,
            Map<String, String> variables,
            @Nullable String variant) {}

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
