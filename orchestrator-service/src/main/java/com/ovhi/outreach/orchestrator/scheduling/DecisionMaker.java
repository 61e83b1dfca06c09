package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.channel.ChannelChoice;
import com.ovhi.outreach.orchestrator.channel.ChannelChoice.Choice;
import com.ovhi.outreach.orchestrator.channel.Leaning;
import com.ovhi.outreach.orchestrator.decision.Judgement;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import com.ovhi.outreach.orchestrator.decision.Sentence;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.job.Households;
import com.ovhi.outreach.orchestrator.rules.MessageFacts;
import com.ovhi.outreach.orchestrator.rules.RequestFacts;
import com.ovhi.outreach.orchestrator.rules.SendRules;
import com.ovhi.outreach.orchestrator.rules.Verdict;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Accepted;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import com.ovhi.outreach.orchestrator.scheduling.Wording.Outcome;
import com.ovhi.outreach.orchestrator.trigger.TriggerProperties;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides whether, where and when a patient is contacted. Asks other services and changes nothing; call it outside of
 * transactions. Thread-safe.
 */
@Component
class DecisionMaker {

    /** How often a time is looked for that suits both the send hours and the contact caps. */
    private static final int MOST_PLANS = 6;

    private final Sources sources;
    private final Wording wording;
    private final ChannelChoice channels;
    private final Households households;
    private final Contacts contacts;
    private final SchedulingProperties properties;
    private final TriggerProperties visits;

    DecisionMaker(
            Sources sources,
            ChannelChoice channels,
            Households households,
            Contacts contacts,
            SchedulingProperties properties,
            TriggerProperties visits) {
        this.sources = sources;
        wording = new Wording(sources);
        this.channels = channels;
        this.households = households;
        this.contacts = contacts;
        this.properties = properties;
        this.visits = visits;
    }

    /** The same rules, going by what other sources say. */
    DecisionMaker by(Sources others) {
        return new DecisionMaker(others, channels, households, contacts, properties, visits);
    }

    /**
     * Judges a request.
     *
     * @throws StillMissing when the patient or the organisation is not known here or to preference-service
     */
    Decision decide(Ask ask) {
        return decide(ask, false);
    }

    /** Like {@link #decide(Ask)}, for somebody who only wants to know. */
    Decision rehearse(Ask ask) {
        return decide(ask, true);
    }

    private Decision decide(Ask asked, boolean rehearsal) {
        var known = sources.circumstances(asked);
        // What is said in the portal only is said to nobody but its patient.
        var ask = known.sensitive() ? asked.apart() : asked;
        var trail = new Trail(ask, rehearsal);
        var expiresAt = expiry(ask, known);
        var ruling = SendRules.REQUEST.judge(
                new RequestFacts(
                        ask.purpose(),
                        ask.urgent(),
                        properties.urgentPurposes(),
                        ask.overrideReason(),
                        known.now(),
                        known.visitAt().orElse(null),
                        expiresAt,
                        known.insight().fatigue(),
                        known.settings().mostFatigue()),
                null);
        trail.add(ruling.judgements());
        return ruling.objection() instanceof Verdict.Refused refused
                ? trail.refuse(Refusal.of(refused.reason()), Map.of())
                : onSomeChannel(trail, known, expiresAt);
    }

    private Decision onSomeChannel(Trail trail, Known known, Instant expiresAt) {
        var ask = trail.ask();
        var choice = channels.choose(ask.purpose(), leaning(ask, known), known.effective(), known.organization());
        trail.add(choice.judgements());
        if (choice.allowed().isEmpty()) {
            return trail.refuse(Refusal.CONTACT_NOT_ALLOWED, Map.of("reasons", reasons(choice.judgements())));
        }
        Refused first = null;
        for (var channel : choice.allowed()) {
            var decision = on(channel, choice, trail, known, expiresAt);
            if (!(decision instanceof Refused refused) || isFinal(refused.refusal())) {
                return decision;
            }
            first = first == null || first.refusal() == Refusal.UNKNOWN_TEMPLATE ? refused : first;
        }
        return first == null
                ? trail.refuse(Refusal.CONTACT_NOT_ALLOWED, Map.of())
                : trail.refuse(first.refusal(), first.details());
    }

    /** Whether no other channel would change it. */
    private static boolean isFinal(Refusal refusal) {
        return refusal != Refusal.UNKNOWN_TEMPLATE && refusal != Refusal.NO_SEND_WINDOW;
    }

    private Decision on(Channel channel, Choice choice, Trail trail, Known known, Instant expiresAt) {
        var household = household(channel, trail.ask(), known);
        if (!household.companions().isEmpty()) {
            var together = together(channel, choice, household, trail, known, expiresAt);
            if (together.isPresent()) {
                return together.get();
            }
        }
        var desired = household.sendAt(trail.ask().desired());
        sources.foresee(known.timing(trail.ask(), channel, desired, expiresAt));
        return switch (wording.on(channel, trail, known)) {
            case Outcome.Found(var message) -> {
                var draft = new Draft(message, household, choice.routeFrom(channel), expiresAt, expiresAt);
                yield planned(trail, known, draft);
            }
            case Outcome.NotFound(var refusal, var details) -> trail.refuse(refusal, details);
        };
    }

    /** Told together they are sent with the earliest and expire with the first of them; if that cannot be, each by itself. */
    private Optional<Decision> together(
            Channel channel, Choice choice, Household household, Trail trail, Known known, Instant expiresAt) {
        return wording.ofHousehold(channel, trail, known.effective())
                .<Decision>map(message -> {
                    var together = new Household(household.companions(), true);
                    var attempt = trail.fork();
                    attempt.add(Judgement.allowed(Sentence.HOUSEHOLD, channel, "told-together"));
                    return planned(
                            attempt,
                            known,
                            new Draft(
                                    message,
                                    together,
                                    choice.routeFrom(channel),
                                    together.expiresAt(expiresAt),
                                    expiresAt));
                })
                .map(decision -> decision instanceof Accepted accepted && !allMayBeTold(accepted)
                        ? trail.fork().refuse(Refusal.CONTACT_CAP, Map.of())
                        : decision)
                .filter(decision -> {
                    if (decision instanceof Refused refused) {
                        trail.add(Judgement.refused(
                                Sentence.HOUSEHOLD, channel, refused.refusal().code()));
                        return false;
                    }
                    return true;
                });
    }

    /** At the time of the first of them the others may have got enough already. */
    private boolean allMayBeTold(Accepted accepted) {
        var ask = accepted.ask();
        return households.listeners(accepted.household().takenOver()).stream()
                .map(each -> contacts.of(ask.organizationId(), each.patientId(), each.slotId(), accepted.decidedAt()))
                .allMatch(history -> SendRules.ROOM
                        .judge(accepted.facts().with(history.contacts()), null)
                        .allowed());
    }

    private Household household(Channel channel, Ask ask, Known known) {
        var preference = known.effective().channels().get(channel);
        var hash = preference == null ? null : preference.addressHash();
        return hash == null
                ? Household.NONE
                : ask.shared(channel, hash)
                        .map(address -> new Household(households.waiting(address, ask.patientId()), false))
                        .orElse(Household.NONE);
    }

    /** Looks for a time that every rule allows; what the caps defer is planned again from there. */
    private Decision planned(Trail trail, Known known, Draft draft) {
        var desired = draft.household().sendAt(trail.ask().desired());
        for (var i = 0; i < MOST_PLANS; i++) {
            var facts = facts(trail.ask(), known, draft, desired);
            var ruling = SendRules.MESSAGE.judge(facts, draft.channel());
            trail.add(ruling.judgements());
            switch (ruling.objection()) {
                case null -> {
                    return draft.accepted(trail, known, facts);
                }
                case Verdict.Allowed _ -> throw new IllegalStateException("What is allowed is no objection");
                case Verdict.Refused refused -> {
                    return trail.refuse(Refusal.of(refused.reason()), windowDetails(refused, facts));
                }
                case Verdict.Deferred deferred -> desired = deferred.until();
            }
        }
        return trail.refuse(Refusal.CONTACT_CAP, Map.of());
    }

    private static Map<String, Object> windowDetails(Verdict.Refused refused, MessageFacts facts) {
        return refused.reason().equals(Refusal.NO_SEND_WINDOW.code())
                ? Map.of("reasons", facts.plan().reasons())
                : Map.of();
    }

    private MessageFacts facts(Ask ask, Known known, Draft draft, @Nullable Instant desired) {
        var plan = sources.plan(known.timing(ask, draft.channel(), desired, draft.expiresAt()));
        return new MessageFacts(
                known.kind(ask),
                plan,
                ask.notBefore(),
                draft.expiresAt(),
                known.settings().caps(),
                known.history().contacts());
    }

    private static Leaning leaning(Ask ask, Known known) {
        var predecessor = ask.predecessor();
        return new Leaning(
                ask.preferredChannel(),
                known.insight().bestChannel(),
                known.history().failing(known.now()),
                predecessor == null ? null : predecessor.route());
    }

    private static List<Map<String, String>> reasons(List<Judgement> judgements) {
        return judgements.stream()
                .filter(each -> !"allowed".equals(each.verdict()))
                .map(each -> Map.of(
                        "channel", String.valueOf(each.channel()).toLowerCase(Locale.ROOT),
                        "rule", each.rule(),
                        "reason", String.valueOf(each.reason())))
                .toList();
    }

    /** What is said of a visit to come is useless some time before it, whoever asks and for however long. */
    private Instant expiry(Ask ask, Known known) {
        var asked = asked(ask, known.now());
        return known.visitAt()
                .flatMap(at -> until(ask.purpose(), at))
                .filter(asked::isAfter)
                .orElse(asked);
    }

    private Optional<Instant> until(Purpose purpose, Instant visitAt) {
        return switch (purpose) {
            case APPT_CONFIRM -> Optional.of(visitAt.minus(visits.confirmUntil()));
            case APPT_REMINDER -> Optional.of(visitAt.minus(visits.remindUntil()));
            case NO_SHOW, RX_REFILL, LAB_READY, CAMPAIGN_EDUCATION, URGENT -> Optional.empty();
        };
    }

    private Instant asked(Ask ask, Instant now) {
        var expiresAt = ask.expiresAt();
        return expiresAt != null ? expiresAt : from(ask, now).plus(properties.usefulFor(ask.purpose()));
    }

    /** That it may be sent since long ago makes nothing old; that it should have been does. */
    private static Instant from(Ask ask, Instant now) {
        var desired = ask.desired();
        return desired == null || ask.sendAt() == null && desired.isBefore(now) ? now : desired;
    }

    /** Whether a purpose may ever be urgent is a rule; that purpose {@code urgent} always is, a fact. */
    static boolean urgent(Purpose purpose, boolean asked) {
        return asked || purpose == Purpose.URGENT;
    }
}
