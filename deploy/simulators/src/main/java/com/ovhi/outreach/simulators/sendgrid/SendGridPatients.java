package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.patients.PatientLine;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Lets patients do things with mail on demand. */
@Component
final class SendGridPatients implements PatientLine {

    private final SendGridProperties properties;
    private final Ledgers ledgers;
    private final SendGridCallbacks events;
    private final Callbacks callbacks;
    private final Identifiers identifiers;
    private final DomainClock clock;

    SendGridPatients(
            SendGridProperties properties,
            Ledgers ledgers,
            SendGridCallbacks events,
            Callbacks callbacks,
            Identifiers identifiers,
            DomainClock clock) {
        this.properties = properties;
        this.identifiers = identifiers;
        this.clock = clock;
        this.ledgers = ledgers;
        this.events = events;
        this.callbacks = callbacks;
    }

    @Override
    public Provider provider() {
        return Provider.SENDGRID;
    }

    @Override
    public String write(Note note) {
        Optional<Entry> last = ledgers.of(Provider.SENDGRID)
                .lastMessage(entry -> entry.recipient().equals(note.from()) && answered(entry, note));
        String to = Optional.ofNullable(note.to())
                .or(() -> last.map(SendGridCallbacks::answerTo))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "Nobody has written to this patient"));
        String id = identifiers.hex() + "@mail.example.org";
        callbacks.add(Letters.answer(
                last.orElse(null), id, note.from(), to, note.body(), properties.parseUrl(), clock.instant()));
        return id;
    }

    private static boolean answered(Entry entry, Note note) {
        return note.replyTo() == null || note.replyTo().equals(entry.message());
    }

    @Override
    public boolean move(String messageId, String status, @Nullable String errorCode) {
        Optional<Entry> message = ledgers.of(Provider.SENDGRID)
                .lastMessage(entry -> entry.message().equals(messageId));
        Optional<Callback> event = message.flatMap(entry -> events.event(entry, status));
        event.ifPresent(callbacks::add);
        return event.isPresent();
    }
}
