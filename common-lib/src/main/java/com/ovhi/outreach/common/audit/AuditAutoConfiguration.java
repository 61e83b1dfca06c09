package com.ovhi.outreach.common.audit;

import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.OutboxAutoConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Audits looks in every service that has an outbox. */
@AutoConfiguration(after = OutboxAutoConfiguration.class)
@ConditionalOnBean(Outbox.class)
public final class AuditAutoConfiguration {

    @Bean
    AccessTrail accessTrail(Outbox outbox, Clock clock) {
        return new AccessTrail(outbox, clock);
    }
}
