package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Intent;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Hears from what was understood that somebody wants no more messages, or wants them again: also where no confirmation is
 * ordered, because the provider has given one or because an emergency comes first. So no answer that waits leaves between
 * such a word and the permissions that follow from it.
 */
@Component
class StopsHeard {

    private static final Set<Intent> WISHES = EnumSet.of(Intent.STOP, Intent.START);

    private final Correspondences correspondences;
    private final Clock clock;

    StopsHeard(Correspondences correspondences, Clock clock) {
        this.correspondences = correspondences;
        this.clock = clock;
    }

    /** Hears what came together, in one order of addresses, so that two batches do not wait for each other. */
    @Transactional
    public void hear(List<ReplyUnderstood> replies) {
        var now = clock.instant();
        replies.stream()
                .filter(reply -> WISHES.contains(reply.intent()))
                .sorted(Comparator.comparing(ReplyUnderstood::addressHash))
                .forEach(reply ->
                        correspondences.said(reply, reply.receivedAt().isAfter(now) ? now : reply.receivedAt()));
    }
}
