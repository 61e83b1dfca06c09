package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.intent.Contact;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.ContactAllowance.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether patients have got enough messages lately. It looks back only: each message is judged when it is sent, one after
 * the other, so that no stretch ever holds too many. Not thread-safe.
 */
final class Room {

    /** After this it is known whether another message of the same moment was sent. */
    private static final Duration A_MOMENT = Duration.ofSeconds(15);

    private final List<Contact> contacts;
    private final Set<UUID> ofThisMoment = new HashSet<>();
    private final Instant now;

    /** @param contacts of all patients who are asked for, as far back as any limit looks */
    Room(List<Contact> contacts, Instant now) {
        this.contacts = new ArrayList<>(contacts);
        this.now = now;
    }

    /** Whether a limit lets none pass at all: it was changed since the message was planned, and waiting is of no use. */
    static boolean never(@Nullable ContactAllowance allowance) {
        return allowance != null && allowance.limits().stream().anyMatch(limit -> limit.most() < 1);
    }

    /**
     * For how long a message must wait, on the suite's clock; empty when it need not, and it counts from now on.
     *
     * @param allowance null when nothing is to be seen to; never one that is for {@link #never}
     */
    Optional<Duration> take(long patientId, UUID slotId, @Nullable ContactAllowance allowance) {
        if (allowance == null) {
            return Optional.empty();
        }
        var others = contacts.stream()
                .filter(each -> each.patientId() == patientId)
                // A second try of a contact is no other contact.
                .filter(each -> !each.slotId().equals(slotId))
                .toList();
        var until = until(allowance, others);
        if (until.isEmpty()) {
            contacts.add(new Contact(patientId, slotId, allowance.kind(), now));
            ofThisMoment.add(slotId);
            return Optional.empty();
        }
        // What has just been let pass may find its slot taken, and not be sent after all.
        var certain = others.stream()
                .filter(each -> !ofThisMoment.contains(each.slotId()))
                .toList();
        return Optional.of(until(allowance, certain).isPresent() ? Duration.between(now, until.get()) : A_MOMENT);
    }

    private Optional<Instant> until(ContactAllowance allowance, List<Contact> others) {
        return allowance.limits().stream()
                .flatMap(limit -> until(limit, others).stream())
                .max(Comparator.naturalOrder());
    }

    /** When there is room within a limit; empty when there is. */
    private Optional<Instant> until(Limit limit, List<Contact> others) {
        var stretch = Duration.ofMinutes(limit.minutes());
        var leaving = others.stream()
                .filter(each -> limit.counted().contains(each.kind()))
                .map(each -> each.at().plus(stretch))
                .filter(now::isBefore)
                .sorted(Comparator.reverseOrder())
                .toList();
        if (leaving.size() < limit.most()) {
            return Optional.empty();
        }
        return Optional.of(leaving.get(limit.most() - 1));
    }
}
