package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was written from and to an address on a channel, as far as answers tell.
 *
 * @param askedAt when the newest message arrived that was to be answered
 * @param stoppedAt when the newest STOP arrived that was to be confirmed; null when none was
 * @param startedAt the same of START
 * @param confirmedStopAt when the newest STOP arrived whose confirmation has, or may have, been sent
 * @param answeredAlready whether the same message has, or may have, got an answer of the same kind
 * @param recent what machines of ours have, or may have, answered within a day
 */
record Correspondence(
        Instant askedAt,
        @Nullable Instant stoppedAt,
        @Nullable Instant startedAt,
        @Nullable Instant confirmedStopAt,
        boolean answeredAlready,
        List<Sent> recent) {

    Correspondence {
        recent = List.copyOf(recent);
    }

    /** Whether START came after a moment. */
    boolean startedAfter(Instant moment) {
        return startedAt != null && startedAt.isAfter(moment);
    }

    /** How many answers of machines there were since a moment. */
    long since(Instant moment, Set<AnswerKind> kinds) {
        return recent.stream()
                .filter(each -> kinds.contains(each.kind()) && each.at().isAfter(moment))
                .count();
    }

    /** An answer that passed the gate and was not definitely not sent. */
    record Sent(AnswerKind kind, Instant at) {}
}
