package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.reply.answer.Asker;
import com.ovhi.outreach.reply.people.AddressBook;
import com.ovhi.outreach.reply.people.Owner;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds whoever wrote a message, to answer them later. Call inside a transaction. */
@Component
public class Writers {

    private final InboundMessages messages;
    private final AddressBook people;
    private final FieldCipher cipher;

    Writers(InboundMessages messages, AddressBook people, FieldCipher cipher) {
        this.messages = messages;
        this.people = people;
        this.cipher = cipher;
    }

    /** @param patientId whom it was attributed to, null when nobody */
    public Optional<Writer> of(UUID inboundId, @Nullable Long patientId) {
        return messages.find(inboundId).map(row -> {
            var owner = people.owners(row.addressHash(), row.channel()).stream()
                    .filter(each -> patientId != null && each.patientId() == patientId)
                    .findFirst();
            var asker = new Asker(
                    row.channel(),
                    row.addressHash(),
                    cipher.open(row.from(), "inbound|from|" + row.id()),
                    row.organizationId(),
                    patientId,
                    owner.map(Owner::language).orElse(row.language()),
                    owner.isPresent(),
                    messages.lastStopped(row.addressHash(), row.channel(), null)
                            || owner.map(Owner::permitted)
                                    .filter(permitted -> !permitted)
                                    .isPresent(),
                    row.providerMessageId());
            return new Writer(asker, messages.lastReceived(row.addressHash(), row.channel()));
        });
    }
}
