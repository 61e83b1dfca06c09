package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.messaging.MessagingAutoConfiguration;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.common.time.TimeAutoConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The transactional outbox of a service that has a database. */
@AutoConfiguration(
        after = {TimeAutoConfiguration.class, MessagingAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnBean(JdbcTemplate.class)
@EnableScheduling
@EnableConfigurationProperties(OutboxProperties.class)
@Import(OutboxController.class)
public final class OutboxAutoConfiguration {

    @Bean
    RelayWakeUp relayWakeUp() {
        return new RelayWakeUp();
    }

    @Bean
    OutboxStore outboxStore(JdbcTemplate jdbc) {
        return new OutboxStore(jdbc);
    }

    @Bean
    @ConditionalOnMissingBean
    Outbox outbox(JdbcTemplate jdbc, Clock clock, TraceContext trace, RelayWakeUp wakeUp) {
        return new JdbcOutbox(jdbc, clock, trace, wakeUp);
    }

    @Bean
    OutboxRelay outboxRelay(
            OutboxStore store,
            PlatformTransactionManager transactions,
            KafkaTemplate<String, byte[]> eventTemplate,
            RelayWakeUp wakeUp,
            OutboxProperties properties,
            @Value("${spring.application.name}") String source) {
        return new OutboxRelay(store, new TransactionTemplate(transactions), eventTemplate, wakeUp, properties, source);
    }

    @Bean
    OutboxOperations outboxOperations(
            OutboxStore store,
            PlatformTransactionManager transactions,
            OutboxProperties properties,
            MeterRegistry meters) {
        var operations = new OutboxOperations(store, new TransactionTemplate(transactions), properties);
        Gauge.builder("outreach.outbox.backlog", operations, OutboxOperations::backlog)
                .description("Committed events that Kafka has not acknowledged")
                .register(meters);
        return operations;
    }
}
