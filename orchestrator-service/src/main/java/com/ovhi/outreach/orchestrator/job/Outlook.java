package com.ovhi.outreach.orchestrator.job;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to become of messages, by the names under which they were asked for.
 *
 * @param open of those that are still to be sent, or are being sent
 * @param begun of those that were sent, that a worker may have before anybody can call them off, or for which a successor
 *     is looked for
 */
public record Outlook(Set<String> open, Set<String> begun) {

    /** Of no messages. */
    public static final Outlook NOTHING = new Outlook(Set.of(), Set.of());

    /** Tells the plans of a day apart. */
    private static final Pattern SUFFIX = Pattern.compile("\\.\\d+$");

    /** Copies. */
    public Outlook {
        open = Set.copyOf(open);
        begun = Set.copyOf(begun);
    }

    /** @param followed jobs for which a successor is looked for */
    static Outlook of(List<Message> messages, Set<UUID> followed) {
        Predicate<Message> isFollowed = each -> followed.contains(each.job());
        return new Outlook(
                names(messages, isFollowed.or(Message::open)), names(messages, isFollowed.or(Message::begun)));
    }

    private static Set<String> names(List<Message> messages, Predicate<Message> which) {
        return messages.stream().filter(which).map(Message::name).collect(Collectors.toUnmodifiableSet());
    }

    /** That of these messages and others. */
    public Outlook and(Outlook other) {
        return new Outlook(union(open, other.open), union(begun, other.begun));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether others by these names can be told instead: all that is open is among them, and nothing of them has begun. */
    public boolean isReplaceableBy(Set<String> names) {
        return names.containsAll(open) && Collections.disjoint(names, begun);
    }

    /** A message and the occasion it was asked for. */
    record Message(UUID job, String occasion, boolean open, boolean begun) {

        String name() {
            return SUFFIX.matcher(occasion.substring(occasion.lastIndexOf('/') + 1))
                    .replaceFirst("");
        }
    }
}
