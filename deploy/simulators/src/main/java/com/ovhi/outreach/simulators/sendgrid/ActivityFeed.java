package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Every message SendGrid ever accepted, whatever it answered; each is shown some time after. */
@Component
final class ActivityFeed {

    private final SendGridProperties properties;
    private final DomainClock clock;
    private final Map<String, Activity> all = new ConcurrentHashMap<>();

    ActivityFeed(SendGridProperties properties, Ledgers ledgers, DomainClock clock) {
        this.properties = properties;
        this.clock = clock;
        Ledger ledger = ledgers.of(Provider.SENDGRID);
        ledger.forEachAfter(0, entry -> {
            switch (entry.kind()) {
                case MESSAGE -> add(entry);
                case STATUS -> move(entry);
                default -> {}
            }
        });
    }

    void add(Entry message) {
        all.put(key(message), Activity.of(message));
    }

    void move(Entry status) {
        all.computeIfPresent(key(status), (key, activity) -> activity.after(status));
    }

    /** What is shown by now and wanted, the latest first. */
    List<Activity> shown(Predicate<Activity> wanted, int limit) {
        Instant upTo = clock.real().instant().minus(properties.activityDelay());
        return all.values().stream()
                .filter(activity -> !activity.acceptedAt().isAfter(upTo) && wanted.test(activity))
                .sorted(Comparator.comparing(Activity::lastEventTime).reversed())
                .limit(limit)
                .toList();
    }

    /** A mail to several has one id for all of them. */
    private static String key(Entry entry) {
        return entry.message() + "/" + entry.recipient();
    }
}
