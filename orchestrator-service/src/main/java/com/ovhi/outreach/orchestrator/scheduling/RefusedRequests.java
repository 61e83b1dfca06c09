package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.orchestrator.audit.Actor;
import com.ovhi.outreach.orchestrator.scheduling.Decision.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Requests that came as events and became no job: nobody waits for a reply, but their campaigns are told, and staff who
 * wanted to answer a patient. Thread-safe.
 */
@Component
class RefusedRequests {

    private static final Logger log = LoggerFactory.getLogger(RefusedRequests.class);

    private final Scheduling scheduling;
    private final Outbox outbox;
    private final ScheduleMeters meters;
    private final Clock clock;

    RefusedRequests(Scheduling scheduling, Outbox outbox, ScheduleMeters meters, Clock clock) {
        this.scheduling = scheduling;
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    /** Writes down that they are refused, and tells it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<Refused> all) {
        if (all.isEmpty()) {
            return;
        }
        scheduling.writeDown(all, Actor.ORCHESTRATOR);
        var now = clock.instant();
        outbox.publishAll(
                Topics.JOB,
                all.stream().flatMap(each -> news(each, now).stream()).toList());
        AfterCommit.run(() -> all.forEach(RefusedRequests::note));
        all.forEach(each -> meters.refused("event", each.ask().purpose(), each.refusal()));
    }

    private static Optional<Keyed> news(Refused refused, Instant now) {
        return ofCampaign(refused, now).or(() -> ofStaff(refused, now));
    }

    /** Whoever wanted to answer has to answer otherwise. */
    private static Optional<Keyed> ofStaff(Refused refused, Instant now) {
        var ask = refused.ask();
        return StaffAnswerRefused.answer(ask.subjectRef())
                .filter(ask.requestId()::equals)
                .map(answer -> new Keyed(
                        Long.toString(ask.patientId()),
                        new StaffAnswerRefused(
                                answer,
                                ask.organizationId(),
                                ask.patientId(),
                                refused.refusal().code(),
                                now)));
    }

    private static Optional<Keyed> ofCampaign(Refused refused, Instant now) {
        return refused.ask()
                .inCampaign()
                .map(request -> new Keyed(
                        Long.toString(request.patientId()),
                        new OutreachRefused(
                                request.requestId(),
                                request.organizationId(),
                                request.patientId(),
                                request.campaignId(),
                                refused.ask().step(),
                                request.occasionKey(),
                                refused.ask().purpose(),
                                refused.refusal().code(),
                                now,
                                null)));
    }

    private static void note(Refused refused) {
        log.atInfo()
                .addKeyValue("request_id", refused.ask().requestId())
                .addKeyValue("reason", refused.refusal().code())
                .log("Request refused");
    }
}
