package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows a person which patients wrote what kind of thing; that they saw it is audited with the same commit. */
@Component
class InboxReading {

    private final StaffInbox inbox;
    private final Outbox outbox;
    private final Clock clock;

    InboxReading(StaffInbox inbox, Outbox outbox, Clock clock) {
        this.inbox = inbox;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    List<InboxItem> page(@Nullable Long organization, String state, @Nullable UUID after, int limit, Reader reader) {
        var items = inbox.page(organization, state, after, limit);
        items.stream()
                .map(InboxItem::patientId)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(patient -> audit(organization, patient, reader, Map.of("resource", "staff-inbox")));
        return items;
    }

    @Transactional
    Optional<InboxItem> close(UUID id, @Nullable Long organization, Reader reader) {
        var closed = inbox.close(id, organization, reader.subject());
        closed.ifPresent(item -> audit(
                organization,
                item.patientId(),
                reader,
                Map.of("resource", "staff-inbox", "item_id", item.id().toString(), "step", "closed")));
        return closed;
    }

    private void audit(
            @Nullable Long organization, @Nullable Long patient, Reader reader, Map<String, String> details) {
        outbox.publish(
                Topics.AUDIT,
                organization == null ? "none" : organization.toString(),
                new AuditRecorded(
                        organization,
                        patient,
                        reader.subject(),
                        AuditAction.ACCESS,
                        details,
                        reader.ipAddress(),
                        reader.userAgent(),
                        clock.instant()));
    }

    /** Who reads. */
    record Reader(
            String subject,
            @Nullable String ipAddress,
            @Nullable String userAgent) {}
}
