package com.ovhi.outreach.reply.followup;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A question back that offers numbers.
 *
 * @param answerId of the answer that asks it
 * @param inboundId of the message it asks about
 * @param choices in the order of their numbers, from 1 on
 */
public record FollowUp(
        UUID answerId,
        UUID inboundId,
        String addressHash,
        Channel channel,
        Topic topic,
        List<Choice> choices,
        Instant askedAt) {

    /** What the patient has chosen, by number or in words that can mean nothing else; empty when it cannot be told. */
    public Optional<Choice> chosen(OptionalInt number, Intent said) {
        if (number.isPresent()) {
            return number.getAsInt() >= 1 && number.getAsInt() <= choices.size()
                    ? Optional.of(choices.get(number.getAsInt() - 1))
                    : Optional.empty();
        }
        return switch (topic) {
            case WHICH_VISIT -> Optional.empty();
            case NOT_COMING ->
                choices.stream().filter(each -> each.intent() == said).findFirst();
            // "Yes" agrees to cancelling; "no" may mean "no, I am not coming".
            case REALLY_CANCEL ->
                said == Intent.CONFIRM || said == Intent.CANCEL
                        ? choices.stream()
                                .filter(each -> each.intent() == Intent.CANCEL)
                                .findFirst()
                        : Optional.empty();
        };
    }

    /** The only job it is about; empty when there are several. */
    public Optional<UUID> job() {
        var jobs = choices.stream().map(Choice::jobId).distinct().toList();
        return jobs.size() == 1 ? Optional.of(jobs.getFirst()) : Optional.empty();
    }
}
