package com.ovhi.outreach.channel.permission;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.BeforeDeadLetter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A change of permissions that cannot be read may have been an opt-out. It is taken for one: the old permission must not
 * stay in force because the new one is among the dead letters.
 */
@Component
class FailClosed implements BeforeDeadLetter {

    private static final Logger log = LoggerFactory.getLogger(FailClosed.class);

    private final Permissions permissions;
    private final TransactionOperations transactions;

    FailClosed(Permissions permissions, PlatformTransactionManager transactions) {
        this.permissions = permissions;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public void unreadable(String topic, @Nullable String key) {
        switch (topic) {
            case Topics.PREFERENCE -> close(patient(key), permissions::closePatient);
            case Topics.SUPPRESSION -> close(place(key), each -> permissions.closeAddress(each.hash(), each.channel()));
            default -> {
                // Everything else allows nothing.
            }
        }
    }

    private <T> void close(Optional<T> whose, Consumer<T> closing) {
        whose.ifPresentOrElse(
                each -> {
                    transactions.executeWithoutResult(_ -> closing.accept(each));
                    log.atError()
                            .log(
                                    "A change of permissions cannot be read; nothing is sent there until there is another");
                },
                () -> log.atError().log("A change of permissions cannot be read and does not say whose it is"));
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
