package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.messaging.EventConsumers;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Keeps the projection up to date. */
@Configuration(proxyBeanMethods = false)
class PermissionBindings {

    @Bean
    Consumer<Message<List<byte[]>>> permissionEvents(
            EventConsumers consumers, Permissions permissions, Withdrawals withdrawals) {
        return consumers
                .named("channel-workers.permission")
                .on(PreferenceChanged.class, (change, _) -> permissions.preferenceChanged(change))
                .on(SuppressionChanged.class, (change, _) -> permissions.suppressionChanged(change))
                .on(ContactWithdrawn.class, (withdrawal, _) -> withdrawals.withdrawn(withdrawal.jobId()))
                .build();
    }
}
