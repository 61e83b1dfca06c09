package com.ovhi.outreach.simulators.sendgrid;

import com.ovhi.outreach.simulators.callbacks.Callback;
import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.patients.PatientLine;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Lets patients do things with mail on demand. */
@Component
final class SendGridPatients implements PatientLine {

    private final Ledgers ledgers;
    private final SendGridCallbacks events;
    private final Callbacks callbacks;

    SendGridPatients(Ledgers ledgers, SendGridCallbacks events, Callbacks callbacks) {
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
        throw new ResponseStatusException(HttpStatus.NOT_IMPLEMENTED, "Patients do not answer e-mail here");
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
