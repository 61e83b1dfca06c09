package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.common.observability.AfterCommit;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes orders: writes each down once; of one that comes again the outcome is reported again. */
@Component
class AnswerIntake {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");

    private final Answers answers;
    private final Correspondences correspondences;
    private final AnswerReports reports;
    private final AnswerLoop loop;
    private final Clock clock;

    AnswerIntake(
            Answers answers, Correspondences correspondences, AnswerReports reports, AnswerLoop loop, Clock clock) {
        this.answers = answers;
        this.correspondences = correspondences;
        this.reports = reports;
        this.loop = loop;
        this.clock = clock;
    }

    /** Takes orders that came together. In one order of addresses, so that two batches do not wait for each other. */
    @Transactional
    public void take(List<AnswerOrdered> orders) {
        orders.stream().sorted(Comparator.comparing(AnswerOrdered::addressHash)).forEach(this::take);
        AfterCommit.run(() -> orders.forEach(order -> loop.wake(order.channel(), Urgency.of(order.kind()))));
    }

    private void take(AnswerOrdered order) {
        if (!HASH.matcher(order.addressHash()).matches()) {
            throw new PoisonRecord("bad-address-hash");
        }
        var now = clock.instant();
        var askedAt = order.askedAt().isAfter(now) ? now : order.askedAt();
        if (answers.add(order, askedAt)) {
            correspondences.asked(order, askedAt);
        } else {
            again(order.answerId());
        }
    }

    private void again(UUID id) {
        answers.lock(id).ifPresent(reports::outcome);
    }
}
