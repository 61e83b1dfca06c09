package com.ovhi.outreach.common.outbox;

import com.ovhi.outreach.common.messaging.MessagingAutoConfiguration;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.common.time.Pace;
import com.ovhi.outreach.common.time.TimeAutoConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
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
import org.springframework.transaction.ConfigurableTransactionManager;
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

    private static final int SWEEPS = 5;

    @Bean
    RelayWakeUp relayWakeUp() {
        return new RelayWakeUp(RelayLane.all());
    }

    @Bean
    RelayWakeUp relayAheadWakeUp() {
        return new RelayWakeUp(RelayLane.ahead());
    }

    @Bean
    OutboxStore outboxStore(JdbcTemplate jdbc) {
        return new OutboxStore(jdbc);
    }

    /** By its own type, so that the transaction manager finds who is to hear of commits. */
    @Bean
    @ConditionalOnMissingBean(Outbox.class)
    JdbcOutbox outbox(
            JdbcTemplate jdbc,
            Clock clock,
            TraceContext trace,
            @Qualifier("relayWakeUp") RelayWakeUp wakeUp,
            @Qualifier("relayAheadWakeUp") RelayWakeUp ahead,
            MeterRegistry meters) {
        return new JdbcOutbox(jdbc, clock, trace, wakeUp, ahead, meters);
    }

    /** A service whose outbox would not hear of commits, and so lose all events, does not start. */
    @Bean
    SmartInitializingSingleton outboxHearsOfCommits(
            ObjectProvider<JdbcOutbox> outbox, ObjectProvider<PlatformTransactionManager> managers) {
        return () -> outbox.ifAvailable(each -> managers.forEach(manager -> requireHeard(each, manager)));
    }

    static void requireHeard(JdbcOutbox outbox, PlatformTransactionManager manager) {
        if (!(manager instanceof ConfigurableTransactionManager configurable)
                || !configurable.getTransactionExecutionListeners().contains(outbox)) {
            throw new IllegalStateException("The transaction manager does not tell the outbox of commits");
        }
    }

    @Bean
    OutboxRelay outboxRelay(
            OutboxStore store,
            PlatformTransactionManager transactions,
            KafkaTemplate<String, byte[]> eventTemplate,
            @Qualifier("relayWakeUp") RelayWakeUp wakeUp,
            OutboxProperties properties,
            @Value("${spring.application.name}") String source) {
        return new OutboxRelay(
                store,
                new TransactionTemplate(transactions),
                eventTemplate,
                wakeUp,
                properties,
                source,
                "outbox-relay-" + source);
    }

    /**
     * A relay of its own: what is urgent does not wait until Kafka has taken a batch of everything else. What a dead instance
     * left behind it finds less often, for most services never have any.
     */
    @Bean
    OutboxRelay outboxRelayAhead(
            OutboxStore store,
            PlatformTransactionManager transactions,
            KafkaTemplate<String, byte[]> eventTemplate,
            @Qualifier("relayAheadWakeUp") RelayWakeUp wakeUp,
            OutboxProperties properties,
            @Value("${spring.application.name}") String source) {
        var inTransaction = new TransactionTemplate(transactions);
        inTransaction.executeWithoutResult(_ -> store.ensure(RelayLane.AHEAD));
        return new OutboxRelay(
                store,
                inTransaction,
                eventTemplate,
                wakeUp,
                properties.ahead(properties.sweep().multipliedBy(SWEEPS)),
                source,
                "outbox-relay-ahead-" + source);
    }

    @Bean
    OutboxOperations outboxOperations(
            OutboxStore store,
            PlatformTransactionManager transactions,
            OutboxProperties properties,
            Clock clock,
            Pace pace,
            MeterRegistry meters) {
        var operations = new OutboxOperations(store, new TransactionTemplate(transactions), properties, clock);
        Gauge.builder("outreach.outbox.backlog", operations, OutboxOperations::backlog)
                .description("Committed events that Kafka has not acknowledged")
                .register(meters);
        Gauge.builder("outreach.outbox.age", operations, each -> age(each, clock, pace))
                .description("How long the oldest of them has waited, in real time")
                .baseUnit("seconds")
                .register(meters);
        return operations;
    }

    private static double age(OutboxOperations operations, Clock clock, Pace pace) {
        return operations
                .oldestUnsent()
                .map(oldest -> Math.max(
                        0,
                        pace.toReal(Duration.between(oldest, clock.instant())).toMillis() / 1e3))
                .orElse(0d);
    }
}
