package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.channel.ChannelChoice;
import com.ovhi.outreach.orchestrator.clients.Plans;
import com.ovhi.outreach.orchestrator.clients.Preferences;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.projection.Insights;
import com.ovhi.outreach.orchestrator.projection.Organization;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides whether, where and when a patient is contacted. Asks other services and changes nothing; call it outside of
 * transactions. Thread-safe.
 */
@Component
class DecisionMaker {

    private final Patients patients;
    private final Organizations organizations;
    private final Insights insights;
    private final Preferences preferences;
    private final ChannelChoice channels;
    private final Wording wording;
    private final Plans plans;
    private final SchedulingProperties properties;
    private final Clock clock;

    DecisionMaker(
            Patients patients,
            Organizations organizations,
            Insights insights,
            Preferences preferences,
            ChannelChoice channels,
            Wording wording,
            Plans plans,
            SchedulingProperties properties,
            Clock clock) {
        this.patients = patients;
        this.organizations = organizations;
        this.insights = insights;
        this.preferences = preferences;
        this.channels = channels;
        this.wording = wording;
        this.plans = plans;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Judges a request.
     *
     * @throws StillMissing when the patient or the organisation is not known here or to preference-service
     */
    Decision decide(Ask ask) {
        return decide(new Trail(ask));
    }

    /** Like {@link #decide(Ask)}, for somebody who only wants to know. */
    Decision rehearse(Ask ask) {
        return decide(new Trail(ask, true));
    }

    private Decision decide(Trail trail) {
        var ask = trail.ask();
        if (patients.find(ask.organizationId(), ask.patientId()).isEmpty()) {
            throw StillMissing.patient(ask.organizationId(), ask.patientId());
        }
        var organization = organizations
                .find(ask.organizationId())
                .orElseThrow(() -> StillMissing.organization(ask.organizationId()));
        var effective = preferences
                .of(ask.organizationId(), ask.patientId())
                .orElseThrow(() -> StillMissing.patient(ask.organizationId(), ask.patientId()));
        if (ask.urgent() && !properties.urgentPurposes().contains(ask.purpose())) {
            return trail.refuse("urgency", Refusal.URGENT_NOT_ALLOWED);
        }
        var now = clock.instant();
        var expiresAt = expiry(ask, now);
        if (!now.isBefore(expiresAt)) {
            return trail.refuse("usefulness", Refusal.EXPIRED);
        }
        return worded(trail, effective, organization, expiresAt);
    }

    private Decision worded(Trail trail, EffectivePreferences effective, Organization organization, Instant expiresAt) {
        var ask = trail.ask();
        var choice = channels.choose(ask.purpose(), ask.preferredChannel(), effective, organization);
        trail.add(choice.judgements());
        if (choice.allowed().isEmpty()) {
            var reasons = choice.judgements().stream()
                    .map(each -> Map.of(
                            "channel", String.valueOf(each.channel()).toLowerCase(Locale.ROOT),
                            "rule", each.rule(),
                            "reason", String.valueOf(each.reason())))
                    .toList();
            return trail.refuse(Refusal.CONTACT_NOT_ALLOWED, Map.of("reasons", reasons));
        }
        return switch (wording.find(ask, choice.allowed(), effective.language(), trail)) {
            case Wording.Found found -> planned(trail, effective, organization, found.message(), expiresAt);
            case Wording.NotFound none -> trail.refuse(none.refusal(), none.details());
        };
    }

    private Decision planned(
            Trail trail,
            EffectivePreferences effective,
            Organization organization,
            RenderedMessage message,
            Instant expiresAt) {
        var ask = trail.ask();
        var window = window(ask, effective);
        var plan = plans.of(new PlanRequest(ask.purpose(), window, ask.sendAt(), expiresAt, bestHour(ask, effective)));
        trail.add(new Judgement(
                "send-window",
                null,
                plan.verdict().name().toLowerCase(Locale.ROOT),
                String.join("; ", plan.reasons())));
        var sendAt = plan.sendAt();
        if (plan.verdict() == Plan.Verdict.REFUSED || sendAt == null) {
            return trail.refuse(Refusal.NO_SEND_WINDOW, Map.of("reasons", plan.reasons()));
        }
        var content = content(message, effective, organization);
        var record = new DecisionRecord(
                DecisionRecord.ACCEPTED,
                null,
                ask.purpose(),
                message.channel(),
                sendAt,
                expiresAt,
                message.templateId(),
                message.templateVersion(),
                trail.judgements());
        return new Accepted(ask, message, content, window, sendAt, expiresAt, record);
    }

    private Instant expiry(Ask ask, Instant now) {
        var expiresAt = ask.expiresAt();
        var desired = ask.sendAt();
        return expiresAt != null
                ? expiresAt
                : (desired == null ? now : desired).plus(properties.usefulFor(ask.purpose()));
    }

    private static SendWindow window(Ask ask, EffectivePreferences effective) {
        return new SendWindow(
                effective.candidateZones(),
                effective.quietStart(),
                effective.quietEnd(),
                ask.purpose().marketing(),
                ask.urgent(),
                effective.version());
    }

    private @Nullable Integer bestHour(Ask ask, EffectivePreferences effective) {
        var stated = effective.bestHour();
        return stated == null
                ? insights.of(ask.organizationId(), ask.patientId()).bestHour()
                : stated;
    }

    private static MessageContent content(
            RenderedMessage message, EffectivePreferences effective, Organization organization) {
        var preference = effective.channels().get(message.channel());
        var address = preference == null ? null : preference.address();
        var hash = preference == null ? null : preference.addressHash();
        if (address == null || hash == null) {
            throw new IllegalStateException("A channel without an address passed the rules");
        }
        return new MessageContent(
                address,
                hash,
                message.subject(),
                message.text(),
                message.html(),
                message.whatsapp(),
                organization.displayName(),
                message.language());
    }

    /** Whether a purpose may ever be urgent is a rule; that purpose {@code urgent} always is, a fact. */
    static boolean urgent(Purpose purpose, boolean asked) {
        return asked || purpose == Purpose.URGENT;
    }
}
