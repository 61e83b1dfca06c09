package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Every message Twilio ever accepted, and where it stands. */
@Component
final class SmsArchive {

    private final Ledger ledger;
    private final Map<String, Sms> bySid = new ConcurrentHashMap<>();
    private final Map<String, List<String>> byRecipient = new ConcurrentHashMap<>();

    SmsArchive(Ledgers ledgers) {
        this.ledger = ledgers.of(Provider.TWILIO);
        ledger.forEachAfter(0, entry -> {
            switch (entry.kind()) {
                case MESSAGE -> add(entry);
                case STATUS -> move(entry);
                default -> {}
            }
        });
    }

    void add(Entry message) {
        Sms sms = new Sms(
                message.message(),
                message.seq(),
                message.sender(),
                message.recipient(),
                message.detail("service").isEmpty() ? null : message.detail("service"),
                message.at(),
                message.at(),
                null,
                message.result(),
                null);
        bySid.put(sms.sid(), sms);
        byRecipient.compute(sms.to(), (to, sids) -> with(sids == null ? List.of() : sids, sms.sid()));
    }

    void move(Entry status) {
        bySid.computeIfPresent(
                status.message(), (sid, sms) -> sms.moved(status.result(), status.errorCode(), status.at()));
    }

    Optional<Sms> find(String sid) {
        return Optional.ofNullable(bySid.get(sid));
    }

    /** What was sent to one recipient, or to everybody when none is given; in no particular order. */
    Collection<Sms> to(String recipient) {
        return recipient.isEmpty()
                ? bySid.values()
                : byRecipient.getOrDefault(recipient, List.of()).stream()
                        .map(bySid::get)
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** The message that was sent to a recipient last. */
    Optional<Sms> lastTo(String recipient) {
        List<String> sids = byRecipient.getOrDefault(recipient, List.of());
        return sids.isEmpty() ? Optional.empty() : find(sids.getLast());
    }

    Entry entry(Sms sms) {
        return ledger.entry(sms.seq());
    }

    private static List<String> with(List<String> sids, String sid) {
        List<String> more = new ArrayList<>(sids);
        more.add(sid);
        return List.copyOf(more);
    }
}
