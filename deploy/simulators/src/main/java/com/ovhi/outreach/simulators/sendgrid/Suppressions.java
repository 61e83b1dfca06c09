package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Addresses that SendGrid drops mail for, with the reason it gives. */
@Component
final class Suppressions {

    private final Ledger ledger;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    Suppressions(Ledgers ledgers) {
        this.ledger = ledgers.of(Provider.SENDGRID);
        ledger.forEachAfter(0, entry -> {
            if (entry.kind() == Entry.Kind.BLOCK) {
                reasons.put(key(entry.recipient()), entry.result());
            }
        });
    }

    Optional<String> reason(String address) {
        return Optional.ofNullable(reasons.get(key(address)));
    }

    void add(String address, String reason) {
        if (reasons.putIfAbsent(key(address), reason) == null) {
            ledger.append(Draft.of(Entry.Kind.BLOCK).between(null, address).outcome(reason, null));
        }
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
