package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import com.ovhi.outreach.orchestrator.settings.Caps;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many contacts a patient may get in any window of a day or a week, whichever channels they use. A window rolls: no
 * stretch of that length holds more, wherever it begins. Marketing yields: it counts what the others get and leaves them
 * room; they do not count it. Pure.
 */
final class ContactRoom {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration A_LITTLE = Duration.ofMinutes(15);
    private static final Set<Kind> ALL = Set.copyOf(EnumSet.allOf(Kind.class));

    private final List<Limit> limits;
    private final List<Contact> contacts;

    ContactRoom(Kind kind, Caps caps, List<Contact> contacts) {
        this.contacts = contacts;
        limits = limits(kind, caps);
    }

    private static List<Limit> limits(Kind kind, Caps caps) {
        return switch (kind) {
            case URGENT -> List.of(new Limit(DAY, caps.urgentPerDay(), Set.of(Kind.URGENT)));
            case ROUTINE ->
                List.of(
                        new Limit(DAY, caps.perDay(), Set.of(Kind.ROUTINE)),
                        new Limit(WEEK, caps.perWeek(), Set.of(Kind.ROUTINE)));
            case CORRECTION -> List.of(new Limit(DAY, caps.correctionsPerDay(), Set.of(kind)));
            case SHORTLY -> List.of(new Limit(DAY, 1, Set.of(Kind.SHORTLY)));
            case MARKETING ->
                List.of(
                        new Limit(WEEK, caps.marketingPerWeek(), Set.of(Kind.MARKETING)),
                        new Limit(DAY, caps.perDay(), ALL),
                        new Limit(WEEK, caps.perWeek() - caps.reservedPerWeek(), ALL));
        };
    }

    /**
     * What is left to be seen to when a message is sent, which may be later than planned. Being a little late holds nobody
     * back: of two messages that are planned a day apart the first one is always sent some seconds after its time.
     */
    static ContactAllowance allowance(Kind kind, Caps caps) {
        return new ContactAllowance(
                kind.code(),
                limits(kind, caps).stream()
                        .map(limit -> new ContactAllowance.Limit(
                                (int) limit.window().minus(A_LITTLE).toMinutes(),
                                limit.most(),
                                limit.counted().stream()
                                        .map(Kind::code)
                                        .sorted()
                                        .toList()))
                        .toList());
    }

    boolean at(Instant time) {
        return limits.stream().allMatch(limit -> limit.allows(time, contacts));
    }

    /** The first time from {@code from} on, and before {@code until}, at which there is room. */
    Optional<Instant> first(Instant from, Instant until) {
        var openings = contacts.stream()
                .flatMap(contact -> limits.stream().map(limit -> contact.at().plus(limit.window())))
                .filter(from::isBefore)
                .sorted();
        return Stream.concat(Stream.of(from), openings)
                .takeWhile(until::isAfter)
                .filter(this::at)
                .findFirst();
    }

    private record Limit(Duration window, int most, Set<Kind> counted) {

        boolean allows(Instant time, List<Contact> contacts) {
            var near = Stream.concat(
                            Stream.of(time),
                            contacts.stream()
                                    .filter(contact -> counted.contains(contact.kind()))
                                    .map(Contact::at)
                                    .filter(at ->
                                            Duration.between(at, time).abs().compareTo(window) < 0))
                    .toList();
            return near.stream()
                    .filter(start -> !start.isAfter(time))
                    .allMatch(start -> within(near, start, start.plus(window)) <= most);
        }

        private static long within(List<Instant> times, Instant start, Instant end) {
            return times.stream()
                    .filter(each -> !each.isBefore(start) && each.isBefore(end))
                    .count();
        }
    }
}
