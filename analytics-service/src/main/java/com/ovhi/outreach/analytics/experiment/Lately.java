package com.ovhi.outreach.analytics.experiment;

import com.ovhi.outreach.common.web.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers that are dear to find, each found by one thread at a time and kept for {@value #TIMES} times as long as it took, so
 * that those who look again and again cost a small part of the database's time. Thread-safe.
 */
final class Lately<V> {

    private static final int TIMES = 20;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Duration longest;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Map<Long, Place<V>> places = new ConcurrentHashMap<>();

    /**
     * @param longest no answer is kept for longer; zero to keep none
     * @param patience how long somebody waits for an answer that another thread is finding
     * @param nanos a clock like {@link System#nanoTime()}
     */
    Lately(Duration longest, Duration patience, LongSupplier nanos) {
        this.longest = longest;
        this.patience = patience;
        this.nanos = nanos;
    }

    /**
     * The answer to a question that was found lately, or else now.
     *
     * @throws ProblemException 503 when another thread is finding it for longer than anybody waits
     */
    V get(long question, Supplier<V> finding) {
        var place = place(question);
        return kept(place).orElseGet(() -> found(place, finding));
    }

    private V found(Place<V> place, Supplier<V> finding) {
        if (!locked(place)) {
            throw ProblemException.unavailable("being-counted", "This is being counted at the moment", PAUSE);
        }
        try {
            return kept(place).orElseGet(() -> find(place, finding));
        } finally {
            place.finding.unlock();
        }
    }

    private boolean locked(Place<V> place) {
        try {
            return place.finding.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The answer found now, after whoever is finding it already; it is kept, too. */
    V fresh(long question, Supplier<V> finding) {
        var place = place(question);
        place.finding.lock();
        try {
            return find(place, finding);
        } finally {
            place.finding.unlock();
        }
    }

    private V find(Place<V> place, Supplier<V> finding) {
        var begin = nanos.getAsLong();
        var value = finding.get();
        var end = nanos.getAsLong();
        place.kept = new Kept<>(value, end + Math.min(longest.toNanos(), (end - begin) * TIMES));
        places.values().removeIf(each -> !each.finding.isLocked() && kept(each).isEmpty());
        return value;
    }

    private Place<V> place(long question) {
        return places.computeIfAbsent(question, _ -> new Place<>());
    }

    private Optional<V> kept(Place<V> place) {
        var kept = place.kept;
        return kept == null || nanos.getAsLong() - kept.until >= 0 ? Optional.empty() : Optional.of(kept.value);
    }

    /** How many questions there are whose answers are known or being found. */
    int size() {
        return places.size();
    }

    private static final class Place<V> {

        private final ReentrantLock finding = new ReentrantLock();
        private volatile @Nullable Kept<V> kept;
    }

    /** @param until on the clock of nanoseconds */
    private record Kept<V>(V value, long until) {}
}
