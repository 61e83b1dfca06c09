package com.ovhi.outreach.segment.campaign;

import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Holds objections against the campaigns whose messages they were to, should these be heard of only afterwards, and against no
 * other, should the state that follows from them have been heard of at the same time.
 */
@Service
class LateObjections {

    private final Outcomes outcomes;
    private final Objections objections;
    private final ObjectionsElsewhere elsewhere;
    private final Clock clock;

    LateObjections(Outcomes outcomes, Objections objections, ObjectionsElsewhere elsewhere, Clock clock) {
        this.outcomes = outcomes;
        this.objections = objections;
        this.elsewhere = elsewhere;
        this.clock = clock;
    }

    /** Answers and the news of messages come by different ways, either of which may lag. Repetition does no harm. */
    @Transactional
    public void settle() {
        var now = clock.instant();
        var since = now.minus(Objections.THE_SAME);
        elsewhere.doubted(since).forEach(each -> objections.supposeNothing(each.patientId(), each.at()));
        elsewhere
                .found(since)
                .forEach(each -> outcomes.objected(each.execution(), each.jobId(), each.objection(), each.at()));
        elsewhere.forgetBefore(now.minus(Objections.REMEMBERED));
    }
}
