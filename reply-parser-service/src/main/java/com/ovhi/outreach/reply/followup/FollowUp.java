package com.ovhi.outreach.reply.followup;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * A question back that offers numbers. Which visit is meant is told by its place; all else has the number it has in every
 * message of ours, so that it means the same whichever message a patient has before them.
 *
 * @param answerId of the answer that asks it
 * @param inboundId of the message it asks about
 * @param choices in the order in which they are offered
 * @param open whether none was chosen yet
 */
public record FollowUp(
        UUID answerId,
        UUID inboundId,
        String addressHash,
        Channel channel,
        Topic topic,
        List<Choice> choices,
        Instant askedAt,
        boolean open) {

    /** After that a bare number may mean anything. */
    static final Duration LIFETIME = Duration.ofHours(24);

    /** Whether a message of that time may still choose. */
    public boolean awaits(Instant answered) {
        return open && askedAt.isAfter(answered.minus(LIFETIME));
    }

    /**
     * What the patient has chosen, by number or in words that can mean nothing else; empty when it cannot be told.
     *
     * @param said what the words mean, {@code CONFIRM} only where they are a plain yes to whatever was asked
     */
    public Optional<Choice> chosen(OptionalInt number, Intent said) {
        if (number.isPresent()) {
            return numbered(number.getAsInt());
        }
        return switch (topic) {
            case WHICH_VISIT -> Optional.empty();
            case NOT_COMING -> first(each -> each.intent() == said);
            // "Yes" agrees to cancelling; "no" may mean "no, I am not coming".
            case REALLY_CANCEL ->
                said == Intent.CONFIRM || said == Intent.CANCEL
                        ? first(each -> each.intent() == Intent.CANCEL)
                        : Optional.empty();
        };
    }

    private Optional<Choice> numbered(int number) {
        return topic == Topic.WHICH_VISIT
                ? choices.stream().skip(number - 1L).findFirst()
                : first(each -> each.number() == number);
    }

    private Optional<Choice> first(Predicate<Choice> wanted) {
        return choices.stream().filter(wanted).findFirst();
    }

    /** The only job it is about; empty when there are several. */
    public Optional<UUID> job() {
        var jobs = choices.stream().map(Choice::jobId).distinct().toList();
        return jobs.size() == 1 ? Optional.of(jobs.getFirst()) : Optional.empty();
    }
}
