package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.segment.population.EngagementKind;
import com.ovhi.outreach.segment.population.PopulationChanges;
import com.ovhi.outreach.segment.rule.Family;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** What the suite sent and what came of it is counted by day, and moves patients in the same transaction. */
@Configuration(proxyBeanMethods = false)
class EngagementConsumers {

    private static final Set<Family> ENGAGEMENT = Set.of(Family.ENGAGEMENT);

    private final PopulationChanges changes;
    private final TouchedPatients patients;

    EngagementConsumers(PopulationChanges changes, TouchedPatients patients) {
        this.changes = changes;
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
                                .ifPresent(kind -> patients.touched(
                                        changes.engaged(job.patientId(), job.organizationId(), kind, job.occurredAt()),
                                        ENGAGEMENT)))
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
                    .ifPresent(kind -> patients.touched(
                            changes.engaged(patient, organization, kind, reply.receivedAt()), ENGAGEMENT));
        }
    }
}
