package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The 24 hours after a user's last message in which a business may write freely. */
@Component
final class CustomerWindows {

    static final String CLOSED = "Message failed to send because more than 24 hours have passed since the customer last"
            + " replied to this number.";

    private static final Duration LENGTH = Duration.ofHours(24);

    private final DomainClock clock;
    private final Map<String, Instant> lastWrote = new ConcurrentHashMap<>();

    CustomerWindows(Ledgers ledgers, DomainClock clock) {
        this.clock = clock;
        ledgers.of(Provider.WHATSAPP).forEachAfter(0, entry -> {
            if (entry.kind() == Entry.Kind.INBOUND) {
                wrote(entry.recipient(), entry.sender(), entry.at());
            }
        });
    }

    void wrote(String phoneNumberId, String waId, Instant at) {
        lastWrote.merge(key(phoneNumberId, waId), at, (one, other) -> one.isAfter(other) ? one : other);
    }

    boolean open(String phoneNumberId, String waId) {
        return open(phoneNumberId, waId, clock.instant());
    }

    boolean open(String phoneNumberId, String waId, Instant at) {
        Instant last = lastWrote.get(key(phoneNumberId, waId));
        return last != null && last.plus(LENGTH).isAfter(at);
    }

    private static String key(String phoneNumberId, String waId) {
        return phoneNumberId + ">" + waId;
    }
}
