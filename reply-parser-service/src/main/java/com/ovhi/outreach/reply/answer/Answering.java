package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.reply.answer.VisitMenu.Menu;
import com.ovhi.outreach.reply.followup.Choice;
import com.ovhi.outreach.reply.followup.FollowUp;
import com.ovhi.outreach.reply.followup.FollowUps;
import com.ovhi.outreach.reply.people.Organizations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers what was read, with the transaction that read it: at most one answer to a message, however often it arrives, and
 * none any more once it would be useless.
 */
@Component
public class Answering {

    /** How often a patient is told that a person will read what they wrote. */
    private static final Duration RECEIPTS = Duration.ofHours(24);

    private final Answers answers;
    private final FollowUps followUps;
    private final Organizations organizations;
    private final VisitMenu menus;
    private final Phrasing phrasing;
    private final Clock clock;
    private final Pace pace;

    Answering(
            Answers answers,
            FollowUps followUps,
            Organizations organizations,
            VisitMenu menus,
            Phrasing phrasing,
            Clock clock,
            Pace pace) {
        this.answers = answers;
        this.followUps = followUps;
        this.organizations = organizations;
        this.menus = menus;
        this.phrasing = phrasing;
        this.clock = clock;
        this.pace = pace;
    }

    /** The id of an answer: the same whenever the same message is answered in the same way. */
    public static UUID id(UUID inboundId, AnswerKind kind) {
        return Ids.of("answer/" + inboundId + "/" + kind.code());
    }

    /** Answers a message, if it is to be answered. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void react(Heard heard) {
        var asker = heard.asker();
        var clinic = organizations.find(asker.organizationId());
        var voice = phrasing.of(asker, heard.said().language(), clinic);
        var about = heard.about();
        var menu = heard.said().intent() == Intent.OTHER
                ? menus.of(about.candidates(), about.wish(), asker.channel(), clinic, voice.language(), clock.instant())
                : Menu.EMPTY;
        AnswerPolicy.answer(heard.said().intent(), circumstances(heard, menu))
                .ifPresent(wording -> answer(wording, heard, menu, voice));
    }

    private Circumstances circumstances(Heard heard, Menu menu) {
        var said = heard.said();
        var asker = heard.asker();
        return new Circumstances(
                asker.known(),
                said.automatic() || said.unproven() && said.intent() != Intent.EMERGENCY,
                said.providerAnswered(),
                asker.optedOut(),
                said.bareCancel(),
                said.forPerson(),
                said.perhapsStop(),
                menus.speakable(heard.about().prompt(), clock.instant()),
                said.toConfirm(),
                menu.offer(),
                heard.about().asked() != null);
    }

    private void answer(Wording wording, Heard heard, Menu menu, Phrasing.Voice voice) {
        var kind = wording.kind();
        var deadline = heard.receivedAt().plus(pace.ofReal(patience(kind)));
        var content = voice.content(wording, menu.text());
        if (!clock.instant().isBefore(deadline)) {
            answers.withheld(kind, "late");
        } else if (kind == AnswerKind.RECEIPT && receivedOne(heard)) {
            answers.withheld(kind, "repeated");
        } else if (content.isEmpty()) {
            answers.withheld(kind, "sender-unknown");
        } else {
            order(wording, heard, menu, content.get(), deadline);
        }
    }

    /** An opt-out confirmed within five minutes is covered by the patient's request. */
    private static Duration patience(AnswerKind kind) {
        return switch (kind) {
            case STOP_CONFIRMATION -> Duration.ofMinutes(5);
            case START_CONFIRMATION -> Duration.ofMinutes(15);
            case HELP, EMERGENCY, CLARIFICATION -> Duration.ofMinutes(30);
            case RECEIPT, STAFF -> Duration.ofHours(1);
        };
    }

    private boolean receivedOne(Heard heard) {
        return answers.orderedSince(
                AnswerKind.RECEIPT,
                heard.asker().addressHash(),
                heard.asker().channel(),
                clock.instant().minus(RECEIPTS));
    }

    private void order(Wording wording, Heard heard, Menu menu, MessageContent content, Instant deadline) {
        var asker = heard.asker();
        var id = id(heard.inboundId(), wording.kind());
        var topic = wording.topic();
        var fresh = answers.order(new NewAnswer(
                id,
                wording.kind(),
                heard.inboundId(),
                heard.receivedAt(),
                asker.organizationId(),
                asker.patientId(),
                asker.channel(),
                deadline,
                content,
                null));
        if (fresh && topic != null) {
            followUps.ask(new FollowUp(
                    id,
                    heard.inboundId(),
                    asker.addressHash(),
                    asker.channel(),
                    topic,
                    choices(wording, heard, menu),
                    clock.instant(),
                    true));
        }
    }

    private static List<Choice> choices(Wording wording, Heard heard, Menu menu) {
        var prompt = heard.about().prompt();
        if (wording == Wording.WHICH_VISIT || prompt == null) {
            return menu.choices();
        }
        return (wording == Wording.NOT_COMING
                        ? List.of(Intent.RESCHEDULE, Intent.CANCEL)
                        : List.of(Intent.CANCEL, Intent.CONFIRM))
                .stream().map(intent -> new Choice(intent, prompt.jobId())).toList();
    }
}
