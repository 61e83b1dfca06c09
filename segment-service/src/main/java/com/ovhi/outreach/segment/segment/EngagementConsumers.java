package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.segment.population.Engagement;
import com.ovhi.outreach.segment.population.EngagementKind;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What the suite sent and what came of it is counted by day, and moves patients in the same transaction. */
@Configuration(proxyBeanMethods = false)
class EngagementConsumers {

    private final TouchedPatients patients;

    EngagementConsumers(TouchedPatients patients) {
        this.patients = patients;
    }

    @Bean
    Consumer<Message<List<byte[]>>> jobEvents(EventConsumers consumers) {
        return consumers
                .named("segment.job")
                .on(
                        JobChanged.class,
                        job -> EngagementKind.of(job.milestone()).isPresent(),
                        (job, event) -> EngagementKind.of(job.milestone())
                                .ifPresent(kind -> patients.engaged(
                                        new Engagement(job.patientId(), job.organizationId(), kind, job.occurredAt()))))
                .build();
    }

    /** An answer nobody could put to a patient is nobody's. */
    @Bean
    Consumer<Message<List<byte[]>>> replyEvents(EventConsumers consumers) {
        return consumers
                .named("segment.reply")
                .on(
                        ReplyUnderstood.class,
                        reply -> reply.patientId() != null
                                && reply.organizationId() != null
                                && EngagementKind.of(reply.intent()).isPresent(),
                        (reply, event) -> replied(reply))
                .build();
    }

    private void replied(ReplyUnderstood reply) {
        var patient = reply.patientId();
        var organization = reply.organizationId();
        if (patient != null && organization != null) {
            EngagementKind.of(reply.intent())
                    .ifPresent(
                            kind -> patients.engaged(new Engagement(patient, organization, kind, reply.receivedAt())));
        }
    }
}
