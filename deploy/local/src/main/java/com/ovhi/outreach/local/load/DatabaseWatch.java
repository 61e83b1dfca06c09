package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees when what is awaited stands in the database. Looks again and again on a thread of its own, so what it notes is
 * late by the time of a look and the pause between two, never early. Thread-safe.
 */
final class DatabaseWatch<K> implements AutoCloseable {

    private final SuiteDatabase database;
    private final Duration pause;
    private final Look<K> look;
    private final Set<K> awaited = ConcurrentHashMap.newKeySet();
    private final Map<K, Long> seenAt = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("database-watch").unstarted(this::watch);

    DatabaseWatch(SuiteConnection.Database where, Duration pause, Look<K> look) {
        database = new SuiteDatabase(where);
        this.pause = pause;
        this.look = look;
        thread.start();
    }

    /** Begins to look for one. */
    void await(K one) {
        awaited.add(one);
    }

    /** When, by {@link System#nanoTime()}, each was first seen. */
    Map<K, Long> seenAt() {
        return Map.copyOf(seenAt);
    }

    /** How many are not there yet. */
    int outstanding() {
        return awaited.size();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("The database cannot be read", e);
        } finally {
            database.close();
        }
    }

    private void look() throws SQLException {
        if (awaited.isEmpty()) {
            return;
        }
        var found = look.at(database, Set.copyOf(awaited));
        var now = System.nanoTime();
        for (var one : found) {
            if (awaited.remove(one)) {
                seenAt.put(one, now);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    /** Asks the database which of those that are awaited, never none, are there. */
    interface Look<K> {
        List<K> at(SuiteDatabase database, Set<K> awaited) throws SQLException;
    }
}
