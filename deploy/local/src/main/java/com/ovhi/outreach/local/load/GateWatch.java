package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Sees when the send gate would refuse a patient: when the committed row that it reads under a lock says so. Looks every
 * other millisecond, so what it notes is late by the time of a look, never early.
 */
final class GateWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(2);

    private final SuiteDatabase database;
    private final Set<Long> awaited = ConcurrentHashMap.newKeySet();
    private final Map<Long, Long> refusedAt = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("gate-watch").unstarted(this::watch);

    GateWatch(SuiteConnection.Database where) {
        database = new SuiteDatabase(where);
        thread.start();
    }

    /** Begins to look for a patient. */
    void await(long patient) {
        awaited.add(patient);
    }

    /** When, by {@link System#nanoTime()}, the gate was first seen to refuse each patient. */
    Map<Long, Long> refusedAt() {
        return Map.copyOf(refusedAt);
    }

    /** How many are still allowed. */
    int outstanding() {
        return awaited.size();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(PAUSE);
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
        var ids = awaited.stream().map(String::valueOf).collect(Collectors.joining(","));
        if (ids.isEmpty()) {
            return;
        }
        var refused = database.query(
                "SELECT patient_id FROM ovhi_channel.send_permissions WHERE channel = 'sms' AND patient_id IN (" + ids
                        + ") AND (transactional = 0 OR suppression = 'all')",
                row -> row.getLong(1));
        var now = System.nanoTime();
        for (var patient : refused) {
            refusedAt.putIfAbsent(patient, now);
            awaited.remove(patient);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
