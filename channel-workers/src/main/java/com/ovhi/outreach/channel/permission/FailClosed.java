package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.inbox.Inbox;
import com.ovhi.outreach.common.messaging.BeforeDeadLetter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;

/**
 * A change of permissions that cannot be read may have been an opt-out. It is taken for one: the old permission must not
 * stay in force because the new one is among the dead letters.
 */
@Component
class FailClosed implements BeforeDeadLetter {

    private static final Logger log = LoggerFactory.getLogger(FailClosed.class);

    private static final String CONSUMER = "channel-workers.fail-closed";

    private final Permissions permissions;
    private final Withdrawals withdrawals;
    private final Inbox inbox;
    private final TransactionOperations transactions;

    FailClosed(Permissions permissions, Withdrawals withdrawals, Inbox inbox, PlatformTransactionManager transactions) {
        this.permissions = permissions;
        this.withdrawals = withdrawals;
        this.inbox = inbox;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public void unreadable(Unhandled record) {
        switch (record.topic()) {
            case Topics.PREFERENCE -> close(record, patient(record.key()), permissions::closePatient);
            case Topics.SUPPRESSION ->
                close(record, place(record.key()), each -> permissions.closeAddress(each.hash(), each.channel()));
            case Topics.SCHEDULE -> close(record, job(record.payload()), withdrawals::withdrawn);
            default -> {
                // Everything else allows nothing.
            }
        }
    }

    /** Once for a record: what has been said since, and was heard, must not be taken back when it is told of again. */
    private <T> void close(Unhandled record, Optional<T> whose, Consumer<T> closing) {
        if (whose.isEmpty()) {
            log.atError().log("What forbids to send cannot be read and does not say whose it is");
            return;
        }
        transactions.executeWithoutResult(_ -> {
            if (inbox.firstTime(CONSUMER, record.place())) {
                closing.accept(whose.get());
            }
        });
        log.atError()
                .addKeyValue("topic", record.topic())
                .log("What may forbid to send cannot be read; nothing is sent there until there is another");
    }

    /** The job that is called off: here all of this topic that is read calls one off. */
    private static Optional<UUID> job(byte @Nullable [] payload) {
        try {
            return Optional.ofNullable(payload)
                    .map(bytes ->
                            ContractJson.mapper().readTree(bytes).path("job_id").asString(""))
                    .map(UUID::fromString);
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> patient(@Nullable String key) {
        try {
            return Optional.ofNullable(key).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Keys of suppressions are {@code <address hash>.<channel>}. */
    private static Optional<Place> place(@Nullable String key) {
        var dot = key == null ? -1 : key.indexOf('.');
        try {
            return key == null || dot < 1
                    ? Optional.empty()
                    : Optional.of(new Place(key.substring(0, dot), Channel.of(key.substring(dot + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private record Place(String hash, Channel channel) {}
}
