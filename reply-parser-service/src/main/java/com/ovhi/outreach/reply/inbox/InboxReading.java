package com.ovhi.outreach.reply.inbox;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.web.ProblemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets people see and work on replies: which patients wrote what kind of thing, who looks after it, what it meant. That
 * they saw it is audited with the same commit.
 */
@Component
class InboxReading {

    private final StaffInbox inbox;
    private final Corrections corrections;
    private final Colleagues colleagues;
    private final Outbox outbox;
    private final Clock clock;

    InboxReading(StaffInbox inbox, Corrections corrections, Colleagues colleagues, Outbox outbox, Clock clock) {
        this.inbox = inbox;
        this.corrections = corrections;
        this.colleagues = colleagues;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Audits one look for each patient shown, and one for all items whose patient is not known. */
    @Transactional
    List<InboxItem> page(
            @Nullable Long organization, InboxFilter filter, @Nullable UUID after, int limit, Reader reader) {
        colleagues.seen(organization, reader.subject());
        var items = inbox.page(organization, filter, after, limit);
        items.stream()
                .map(InboxItem::patientId)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(patient -> audit(organization, patient, reader, Map.of("resource", "staff-inbox")));
        var ofNobody = items.stream().filter(each -> each.patientId() == null).count();
        if (ofNobody > 0) {
            audit(organization, null, reader, Map.of("resource", "staff-inbox", "items", Long.toString(ofNobody)));
        }
        return items;
    }

    /**
     * Claims an item for the reader; claiming it again changes nothing.
     *
     * @throws ProblemException 404 when there is none, 409 when it is a colleague's or closed
     */
    @Transactional
    InboxItem claim(UUID id, @Nullable Long organization, Reader reader) {
        colleagues.seen(organization, reader.subject());
        inbox.claim(id, organization, reader.subject());
        var item = item(id, organization);
        if (!item.state().equals("open")) {
            throw ProblemException.conflict("item-closed", "The item is closed");
        }
        if (!reader.subject().equals(item.claimedBy())) {
            throw ProblemException.conflict("item-claimed", "Somebody else has claimed the item");
        }
        return seen(item, "claimed", reader);
    }

    /**
     * Hands an item over to a colleague, or to whoever is on duty; to whom it is already, nothing changes.
     *
     * @throws ProblemException 404 when there is none, 409 when it is closed, 422 when nobody of this name works with the inbox
     */
    @Transactional
    InboxItem assign(UUID id, @Nullable Long organization, String to, Reader reader) {
        colleagues.seen(organization, reader.subject());
        item(id, organization);
        if (!colleagues.contain(organization, to)) {
            throw ProblemException.unprocessable(
                    "unknown-colleague", "Nobody of this name has opened this inbox in the last 90 days");
        }
        inbox.assign(id, organization, to);
        var item = item(id, organization);
        if (!item.state().equals("open")) {
            throw ProblemException.conflict("item-closed", "The item is closed");
        }
        audit(
                item.organizationId(),
                item.patientId(),
                reader,
                Map.of("resource", "staff-inbox", "item_id", id.toString(), "step", "assigned", "to", to));
        return item;
    }

    /** Whom an item may be handed to. */
    @Transactional(readOnly = true)
    public List<String> colleagues(@Nullable Long organization) {
        return colleagues.of(organization);
    }

    @Transactional
    InboxItem release(UUID id, @Nullable Long organization, Reader reader) {
        inbox.release(id, organization);
        return seen(item(id, organization), "released", reader);
    }

    /** Notes what a reply meant; an opt-out that was not recognised takes effect. */
    @Transactional
    InboxItem label(UUID id, @Nullable Long organization, Intent label, Reader reader) {
        var before = item(id, organization);
        if (before.label() != label) {
            inbox.label(id, label);
            corrections.record(before, label, reader.subject());
        }
        return seen(item(id, organization), "labelled", reader);
    }

    /** Closes an item; one that is closed stays as it is. */
    @Transactional
    InboxItem close(UUID id, @Nullable Long organization, Reader reader) {
        inbox.close(id, organization, reader.subject());
        return seen(item(id, organization), "closed", reader);
    }

    private InboxItem item(UUID id, @Nullable Long organization) {
        return inbox.find(id, organization)
                .orElseThrow(() -> ProblemException.notFound("unknown-item", "There is no such inbox item"));
    }

    private InboxItem seen(InboxItem item, String step, Reader reader) {
        audit(
                item.organizationId(),
                item.patientId(),
                reader,
                Map.of("resource", "staff-inbox", "item_id", item.id().toString(), "step", step));
        return item;
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
