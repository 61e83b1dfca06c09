package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.ledger.Ledger;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.patients.PatientLine;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets patients write WhatsApp messages on demand. */
@Component
final class WhatsAppPatients implements PatientLine {

    private static final String ANY_NUMBER = "106540352242922";

    private final Ledger ledger;
    private final Webhooks webhooks;
    private final Callbacks callbacks;
    private final Identifiers identifiers;
    private final DomainClock clock;

    WhatsAppPatients(
            Ledgers ledgers, Webhooks webhooks, Callbacks callbacks, Identifiers identifiers, DomainClock clock) {
        this.ledger = ledgers.of(Provider.WHATSAPP);
        this.webhooks = webhooks;
        this.callbacks = callbacks;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    @Override
    public Provider provider() {
        return Provider.WHATSAPP;
    }

    @Override
    public String write(Note note) {
        String waId = note.from().replaceAll("[^0-9]", "");
        String wamid = "wamid." + identifiers.hex();
        Optional<Entry> after = ledger.lastMessage(entry -> answered(entry, note, waId));
        callbacks.add(webhooks.inbound(inbound(note, wamid, waId, after), clock.instant()));
        return wamid;
    }

    @Override
    public boolean move(String messageId, String status, @Nullable String errorCode) {
        Optional<Entry> message = ledger.lastMessage(entry -> entry.message().equals(messageId));
        message.map(entry -> webhooks.status(
                        entry, status, Integer.parseInt(Objects.requireNonNullElse(errorCode, "0")), clock.instant()))
                .ifPresent(callbacks::add);
        return message.isPresent();
    }

    private static boolean answered(Entry entry, Note note, String waId) {
        return note.replyTo() == null
                ? entry.recipient().equals(waId)
                        && (note.to() == null || note.to().equals(entry.sender()))
                : entry.message().equals(note.replyTo());
    }

    private static Webhooks.Inbound inbound(Note note, String wamid, String waId, Optional<Entry> after) {
        if (note.payload() != null && after.isPresent()) {
            return Webhooks.Inbound.button(wamid, after.get(), note.payload(), note.body());
        }
        return new Webhooks.Inbound(
                wamid,
                after.map(Entry::seq).orElse(0L),
                waId,
                Objects.requireNonNullElseGet(
                        note.to(), () -> after.map(Entry::sender).orElse(ANY_NUMBER)),
                Objects.requireNonNullElse(note.replyTo(), ""),
                "text",
                Map.of("body", note.body()));
    }
}
