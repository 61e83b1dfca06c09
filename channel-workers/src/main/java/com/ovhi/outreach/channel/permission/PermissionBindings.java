package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.time.Pace;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the projection up to date. */
@Configuration(proxyBeanMethods = false)
class PermissionBindings {

    @Bean
    GateStaleness gateStaleness(
            ProjectionLag lag, GateProperties properties, Clock clock, Pace pace, MeterRegistry meters) {
        return new GateStaleness(lag, properties, clock, pace, meters, System::nanoTime);
    }

    @Bean
    Consumer<Message<List<byte[]>>> permissionEvents(
            EventConsumers consumers, Permissions permissions, Withdrawals withdrawals, GateStaleness staleness) {
        return consumers
                .named("channel-workers.permission")
                .on(PreferenceChanged.class, (change, _) -> {
                    permissions.preferenceChanged(change);
                    staleness.known(change.changedAt());
                })
                .on(SuppressionChanged.class, (change, _) -> {
                    permissions.suppressionChanged(change);
                    staleness.known(change.changedAt());
                })
                .on(ContactWithdrawn.class, (withdrawal, _) -> withdrawals.withdrawn(withdrawal.jobId()))
                .build();
    }
}
