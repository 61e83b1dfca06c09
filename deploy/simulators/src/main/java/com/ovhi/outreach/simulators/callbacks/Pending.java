package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.world.AppendOnlyFile;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A callback that is not yet delivered: where it is kept, and when its turn comes. It is due at an instant of the
 * simulated world, whose clock may change its speed while it waits; a repetition waits in real time.
 */
final class Pending {

    /** By when they are due. */
    static final Comparator<Pending> BY_DUE = Comparator.comparing(Pending::due).thenComparing(Pending::id);

    /** By when they are tried again. */
    static final Comparator<Pending> BY_RETRY =
            Comparator.comparing(Pending::retryAt).thenComparing(Pending::id);

    private final long id;
    private final Provider provider;
    private final AppendOnlyFile.Position position;
    private boolean happened;
    private int attempts;
    private final Instant due;
    private Instant retryAt = Instant.MIN;
    private @Nullable Instant firstTried;

    Pending(Callback callback, AppendOnlyFile.Position position) {
        this.id = callback.id();
        this.provider = callback.provider();
        this.happened = callback.echo();
        this.position = position;
        this.due = callback.due();
    }

    long id() {
        return id;
    }

    Provider provider() {
        return provider;
    }

    AppendOnlyFile.Position position() {
        return position;
    }

    boolean happened() {
        return happened;
    }

    void markHappened() {
        happened = true;
    }

    int attempts() {
        return attempts;
    }

    /** On the clock of the simulated world. */
    Instant due() {
        return due;
    }

    /** On the real clock; far in the past before the first try. */
    Instant retryAt() {
        return retryAt;
    }

    boolean triedBefore() {
        return retryAt.isAfter(Instant.MIN);
    }

    void retry(Instant now, Duration backoff) {
        retryAt = now.plus(backoff);
    }

    Duration tried(Instant now) {
        attempts++;
        if (firstTried == null) {
            firstTried = now;
        }
        return Duration.between(firstTried, now);
    }
}
