package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.orchestrator.job.Households.Companion;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The messages to others that wait for the same address.
 *
 * @param companions as they were when it was decided
 * @param together whether this message speaks for them as well
 */
record Household(List<Companion> companions, boolean together) {

    /** Nobody else is reached there. */
    static final Household NONE = new Household(List.of(), false);

    Household {
        companions = List.copyOf(companions);
    }

    /** Whether the same messages still wait. */
    boolean stillIs(List<Companion> waiting) {
        return jobs(companions).equals(jobs(waiting));
    }

    /** The jobs this message takes over. */
    List<UUID> takenOver() {
        return together ? jobs(companions) : List.of();
    }

    /** When a message that speaks for all is sent: with the earliest of them. */
    @Nullable
    Instant sendAt(@Nullable Instant own) {
        return together && own != null ? earliest(own, companions.stream().map(Companion::dueAt)) : own;
    }

    /** When it stops being useful: with the first of them. */
    Instant expiresAt(Instant own) {
        return together ? earliest(own, companions.stream().map(Companion::expiresAt)) : own;
    }

    private static Instant earliest(Instant own, Stream<Instant> others) {
        return Stream.concat(Stream.of(own), others).min(Instant::compareTo).orElse(own);
    }

    private static List<UUID> jobs(List<Companion> companions) {
        return companions.stream().map(Companion::jobId).toList();
    }
}
