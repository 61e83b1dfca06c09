package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.reply.answer.Answers;
import com.ovhi.outreach.reply.followup.FollowUp;
import com.ovhi.outreach.reply.followup.FollowUps;
import com.ovhi.outreach.reply.people.AddressBook;
import com.ovhi.outreach.reply.people.Owner;
import com.ovhi.outreach.reply.prompts.Prompt;
import com.ovhi.outreach.reply.prompts.Prompts;
import com.ovhi.outreach.reply.prompts.SentMessages;
import com.ovhi.outreach.reply.visit.Visits;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds what a message answers: the message of ours that it names, else our last question back, else what is open. Call
 * inside a transaction.
 */
@Component
class Threads {

    private final AddressBook people;
    private final Prompts prompts;
    private final SentMessages sent;
    private final FollowUps followUps;
    private final Answers answers;
    private final Visits visits;
    private final Pace pace;
    private final ReplyProperties properties;

    Threads(
            AddressBook people,
            Prompts prompts,
            SentMessages sent,
            FollowUps followUps,
            Answers answers,
            Visits visits,
            Pace pace,
            ReplyProperties properties) {
        this.people = people;
        this.prompts = prompts;
        this.sent = sent;
        this.followUps = followUps;
        this.answers = answers;
        this.visits = visits;
        this.pace = pace;
        this.properties = properties;
    }

    /** What a message belongs to. */
    Strand of(Received received) {
        var owners = owners(received);
        var open = open(received, owners);
        var quoted = quotedAnswer(received);
        if (quoted.isPresent()) {
            return strand(
                    received,
                    Correspondent.of(owners, onItsChannel(received, open)),
                    quoted.flatMap(followUps::of),
                    true);
        }
        var job = job(received);
        if (job.isPresent()) {
            return new Strand(named(job.get(), owners, open), null, false, false, true);
        }
        var last = followUps
                .last(received.addressHash(), received.channel())
                .filter(question ->
                        open.stream().noneMatch(each -> each.sentAt().isAfter(question.askedAt())));
        return strand(received, Correspondent.of(owners, onItsChannel(received, open)), last, false);
    }

    /** Prompts that the message may be about although nobody can be taken to answer them. */
    List<Prompt> lapsed(Received received, Correspondent correspondent) {
        return received.channel() == Channel.EMAIL
                ? List.of()
                : prompts.lapsed(patients(correspondent.owners()), received.channel(), received.receivedAt());
    }

    /** The same message, understood as an answer to this job's question. */
    Correspondent answering(Correspondent correspondent, UUID job) {
        return prompts.find(job).map(correspondent::answering).orElse(correspondent);
    }

    /** Whether the visit of this job is still booked as it was when the patient heard of it. */
    boolean stands(UUID job) {
        return prompts.find(job)
                .flatMap(asked -> visits.find(asked.organizationId(), asked.subjectRef())
                        .filter(visit -> asked.knows(visit.version())))
                .isPresent();
    }

    private List<Owner> owners(Received received) {
        var organization = received.accountOrganizationId();
        return people.owners(received.addressHash(), received.channel()).stream()
                .filter(each -> organization == null || organization == each.organizationId())
                .toList();
    }

    private List<Prompt> open(Received received, List<Owner> owners) {
        return prompts.open(
                patients(owners), received.channel(), received.receivedAt(), pace.ofReal(properties.promptPatience()));
    }

    private static List<Long> patients(List<Owner> owners) {
        return owners.stream().map(Owner::patientId).toList();
    }

    /** Nobody is asked to answer an e-mail; one that names none of ours may be about anything. */
    private static List<Prompt> onItsChannel(Received received, List<Prompt> open) {
        return received.channel() == Channel.EMAIL ? List.of() : open;
    }

    /** Of another thing than the one that was named nothing is answered. */
    private Correspondent named(UUID job, List<Owner> owners, List<Prompt> open) {
        var nothing = new Correspondent(owners, List.of(), null);
        return prompts.find(job)
                .flatMap(named ->
                        open.stream().filter(each -> each.aboutTheSameAs(named)).findFirst())
                .map(nothing::answering)
                .orElse(nothing);
    }

    private Optional<UUID> job(Received received) {
        var named = received.repliedToJobId();
        return Optional.ofNullable(named)
                .or(() -> Correspondent.namedBy(received.buttonPayload()))
                .or(() -> Optional.ofNullable(received.repliedToMessageId()).flatMap(sent::job));
    }

    private Optional<UUID> quotedAnswer(Received received) {
        return Optional.ofNullable(received.repliedToJobId())
                .filter(answers::ordered)
                .or(() -> Optional.ofNullable(received.repliedToMessageId()).flatMap(answers::sentAs));
    }

    /**
     * A question back about one thing tells what is talked about.
     *
     * @param quoted whether the patient quoted the answer of ours that may have asked it
     */
    private Strand strand(Received received, Correspondent correspondent, Optional<FollowUp> question, boolean quoted) {
        var answered = received.receivedAt();
        var pending = question.filter(each -> each.awaits(answered));
        var about = pending.flatMap(FollowUp::job)
                .map(job -> answering(correspondent, job))
                .orElse(correspondent);
        return new Strand(
                about,
                pending.orElse(null),
                pending.filter(each -> answers.sentBy(each.answerId(), answered))
                        .isPresent(),
                question.isPresent() && pending.isEmpty(),
                quoted && pending.isPresent());
    }

    /**
     * What a message belongs to.
     *
     * @param pending the question back that awaits an answer, null when none does
     * @param asked whether the patient surely had that question before they wrote
     * @param late whether the last thing asked was a question back that awaits nothing any more
     * @param named whether the patient quoted a message that we know, or pressed a button that names one: else what they answer is
     *     guessed
     */
    record Strand(
            Correspondent correspondent, @Nullable FollowUp pending, boolean asked, boolean late, boolean named) {}
}
