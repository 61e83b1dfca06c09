package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.InboxChanged;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.segment.experiment.Experiments;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What campaigns hear of. */
@Configuration(proxyBeanMethods = false)
class CampaignEvents {

    private static final Set<DeliveryState> OBJECTIONS =
            EnumSet.of(DeliveryState.COMPLAINED, DeliveryState.UNSUBSCRIBED);

    @Bean
    Consumer<Message<List<byte[]>>> campaignNews(
            EventConsumers consumers, JobOutcomes jobs, Outcomes outcomes, WaitingReplies replies) {
        return consumers
                .named("segment.campaign")
                .onceTogether(
                        JobChanged.class,
                        job -> job.campaignId() != null,
                        events ->
                                jobs.changed(events.stream().map(Event::content).toList()))
                .on(OutreachRefused.class, (refusal, _) -> outcomes.refused(refusal))
                .on(InboxChanged.class, (change, _) -> replies.changed(change))
                .on(
                        DeliveryReported.class,
                        report -> OBJECTIONS.contains(report.state()),
                        (report, _) -> outcomes.objected(report))
                .on(
                        ReplyUnderstood.class,
                        CampaignEvents::tellsSomething,
                        (reply, _) -> outcomes.reply(
                                reply,
                                Objects.requireNonNull(reply.organizationId()),
                                Objects.requireNonNull(reply.patientId())))
                .on(
                        "appointment.booked",
                        AppointmentBooked.class,
                        (visit, event) -> outcomes.booked(visit, event.time()))
                .on(SegmentMembershipChanged.class, (change, _) -> outcomes.membership(change))
                .build();
    }

    private static boolean tellsSomething(ReplyUnderstood reply) {
        return reply.patientId() != null && reply.organizationId() != null && reply.intent() != Intent.AUTO_REPLY;
    }

    @Bean
    Consumer<Message<List<byte[]>>> experimentDecisions(
            EventConsumers consumers, Experiments experiments, Pausing pausing) {
        return consumers
                .named("segment.experiment")
                .on(ExperimentDecided.class, (decision, _) -> {
                    experiments.decided(decision);
                    if (decision.verdict() == ExperimentVerdict.SAMPLE_RATIO) {
                        pausing.pause(decision.organizationId(), decision.campaignId(), Pausing.SAMPLE_RATIO);
                    }
                    experiments
                            .of(decision.campaignId())
                            .ifPresent(each -> pausing.pauseUnlessAnyIsLeft(
                                    each, decision.organizationId(), decision.campaignId()));
                })
                .build();
    }
}
