package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.ledger.Draft;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Twilio's own opt-out handling: which recipient will not hear from which number. */
@Component
final class OptOuts {

    private static final Set<String> STOP =
            Set.of("STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "OPTOUT", "REVOKE");
    private static final Set<String> START = Set.of("START", "YES", "UNSTOP");
    private static final Set<String> HELP = Set.of("HELP", "INFO");

    private final Ledger ledger;
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();

    OptOuts(Ledgers ledgers) {
        this.ledger = ledgers.of(Provider.TWILIO);
        ledger.forEachAfter(0, entry -> {
            switch (entry.kind()) {
                case BLOCK -> blocked.add(key(entry.sender(), entry.recipient()));
                case UNBLOCK -> blocked.remove(key(entry.sender(), entry.recipient()));
                default -> {}
            }
        });
    }

    /** The kind of keyword a text is as a whole, if it is one. */
    static Optional<String> keyword(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        if (STOP.contains(word)) {
            return Optional.of("STOP");
        }
        if (START.contains(word)) {
            return Optional.of("START");
        }
        return HELP.contains(word) ? Optional.of("HELP") : Optional.empty();
    }

    boolean blocked(String number, String patient) {
        return blocked.contains(key(number, patient));
    }

    void apply(String keyword, String number, String patient) {
        if (keyword.equals("STOP") && blocked.add(key(number, patient))) {
            ledger.append(Draft.of(Entry.Kind.BLOCK).between(number, patient).outcome("STOP", null));
        } else if (keyword.equals("START") && blocked.remove(key(number, patient))) {
            ledger.append(Draft.of(Entry.Kind.UNBLOCK).between(number, patient).outcome("START", null));
        }
    }

    private static String key(String number, String patient) {
        return number + ">" + patient;
    }
}
