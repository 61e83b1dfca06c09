package com.ovhi.outreach.reply;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.EventType;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.SettableClock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands events over as if they had been polled together, and counts what that costs. */
final class Polls {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    Polls(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** Events that come for the first time. */
    static void together(Consumer<Message<List<byte[]>>> consumer, Object... events) {
        consumer.accept(MessageBuilder.createMessage(
                Stream.of(events).map(ContractJson::write).toList(),
                new MessageHeaders(Map.of(
                        KafkaHeaders.BATCH_CONVERTED_HEADERS,
                        Stream.of(events).map(Polls::headers).toList()))));
    }

    private static Map<String, Object> headers(Object event) {
        return Map.of(
                "ce_id",
                Ids.next().toString(),
                "ce_type",
                EventType.of(event.getClass()),
                "ce_source",
                "test",
                "ce_time",
                SettableClock.START.toString());
    }

    /** What is executed until a transaction around it has committed. */
    long statementsOf(Runnable work) {
        var counted = new AtomicLong(-1);
        transactions.executeWithoutResult(_ -> {
            var before = statements();
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    counted.set(statements() - before);
                }
            });
            work.run();
        });
        return counted.get();
    }

    /** Does something when a transaction has done all its work and is about to commit. */
    void beforeCommitOf(Runnable work, Runnable interlude) {
        transactions.executeWithoutResult(_ -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCompletion() {
                    interlude.run();
                }
            });
            work.run();
        });
    }

    private long statements() {
        return jdbc
                .query(
                        "SHOW SESSION STATUS WHERE Variable_name IN ('Com_select', 'Com_insert', 'Com_update')",
                        (row, _) -> row.getLong("Value"))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
