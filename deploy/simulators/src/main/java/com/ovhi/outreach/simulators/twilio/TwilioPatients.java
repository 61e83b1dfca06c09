package com.ovhi.outreach.simulators.twilio;

import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.patients.PatientLine;
import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lets patients write text messages on demand. */
@Component
final class TwilioPatients implements PatientLine {

    private final TwilioProperties properties;
    private final SmsArchive archive;
    private final Callbacks callbacks;
    private final Identifiers identifiers;
    private final DomainClock clock;

    TwilioPatients(
            TwilioProperties properties,
            SmsArchive archive,
            Callbacks callbacks,
            Identifiers identifiers,
            DomainClock clock) {
        this.properties = properties;
        this.archive = archive;
        this.callbacks = callbacks;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    @Override
    public Provider provider() {
        return Provider.TWILIO;
    }

    @Override
    public String write(Note note) {
        Optional<Sms> last = archive.lastTo(note.from())
                .filter(sms -> note.to() == null || note.to().equals(sms.from()));
        String number = Objects.requireNonNullElseGet(
                note.to(),
                () -> last.map(Sms::from)
                        .orElseGet(() -> properties.senderNumbers().getFirst()));
        String service =
                last.map(sms -> Objects.requireNonNullElse(sms.service(), "")).orElseGet(() -> service(number));
        String sid = "SM" + identifiers.hex();
        Forms.Inbound inbound =
                new Forms.Inbound(sid, last.map(Sms::seq).orElse(0L), note.from(), number, service, note.body());
        callbacks.add(Forms.inbound(properties, inbound, clock.instant()));
        return sid;
    }

    @Override
    public boolean move(String messageId, String status, @Nullable String errorCode) {
        Optional<Sms> sms = archive.find(messageId);
        sms.map(archive::entry)
                .map(entry -> new Forms(entry, properties)
                        .status(status, Objects.requireNonNullElse(errorCode, ""), clock.instant()))
                .ifPresent(callbacks::add);
        return sms.isPresent();
    }

    private String service(String number) {
        return properties.services().entrySet().stream()
                .filter(service -> service.getValue().equals(number))
                .map(java.util.Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }
}
