package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.world.AppendOnlyFile;
import com.ovhi.outreach.simulators.world.Provider;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A callback that is not yet delivered: where it is kept, and when its turn comes in real time. */
final class Pending implements Comparable<Pending> {

    private final long id;
    private final Provider provider;
    private final AppendOnlyFile.Position position;
    private boolean happened;
    private int attempts;
    private long ready;
    private @Nullable Instant firstTried;

    Pending(Callback callback, AppendOnlyFile.Position position, Instant ready) {
        this.id = callback.id();
        this.provider = callback.provider();
        this.happened = callback.echo();
        this.position = position;
        this.ready = ready.toEpochMilli();
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

    long ready() {
        return ready;
    }

    void retry(Instant now, Duration backoff) {
        ready = now.plus(backoff).toEpochMilli();
    }

    Duration tried(Instant now) {
        attempts++;
        if (firstTried == null) {
            firstTried = now;
        }
        return Duration.between(firstTried, now);
    }

    @Override
    public int compareTo(Pending other) {
        int byTime = Long.compare(ready, other.ready);
        return byTime != 0 ? byTime : Long.compare(id, other.id);
    }
}
