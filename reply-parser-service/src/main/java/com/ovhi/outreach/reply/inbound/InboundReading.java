package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows a person what a patient wrote; that they saw it is audited with the same commit. */
@Component
class InboundReading {

    private final InboundMessages messages;
    private final FieldCipher cipher;
    private final Outbox outbox;
    private final Clock clock;

    InboundReading(InboundMessages messages, FieldCipher cipher, Outbox outbox, Clock clock) {
        this.messages = messages;
        this.cipher = cipher;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    Optional<ClearInbound> read(UUID id, @Nullable Long organization, Reader reader) {
        var row = messages.find(id, organization);
        row.ifPresent(each -> audit(each, reader));
        return row.map(this::clear);
    }

    private ClearInbound clear(InboundRow row) {
        return new ClearInbound(
                row.id(),
                row.organizationId(),
                row.patientId(),
                row.channel(),
                cipher.open(row.from(), "inbound|from|" + row.id()),
                cipher.open(row.to(), "inbound|to|" + row.id()),
                cipher.open(row.body(), "inbound|body|" + row.id()),
                row.intent(),
                row.confidence(),
                row.language(),
                row.matchedRule(),
                row.relatedJobId(),
                row.processed(),
                row.receivedAt());
    }

    private void audit(InboundRow row, Reader reader) {
        var entry = new AuditRecorded(
                row.organizationId(),
                row.patientId(),
                reader.subject(),
                AuditAction.ACCESS,
                Map.of(
                        "inbound_id",
                        row.id().toString(),
                        "channel",
                        row.channel().code()),
                reader.ipAddress(),
                reader.userAgent(),
                clock.instant());
        outbox.publish(Topics.AUDIT, ReplyPublisher.auditKey(row.organizationId()), entry);
    }

    /** Who reads. */
    record Reader(
            String subject,
            @Nullable String ipAddress,
            @Nullable String userAgent) {}
}
