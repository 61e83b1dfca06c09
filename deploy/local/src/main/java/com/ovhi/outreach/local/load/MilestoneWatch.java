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
 * Sees when a milestone of a job is stored. Looks every 20 ms, so what it notes is late by the time of a look, never early.
 */
final class MilestoneWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final SuiteDatabase database;
    private final Set<Awaited> awaited = ConcurrentHashMap.newKeySet();
    private final Map<Awaited, Long> storedAt = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().name("milestone-watch").unstarted(this::watch);

    MilestoneWatch(SuiteConnection.Database where) {
        database = new SuiteDatabase(where);
        thread.start();
    }

    /** A milestone of a job, by its name in the database. */
    record Awaited(String job, String milestone) {}

    /** Begins to look for one. */
    void await(Awaited milestone) {
        awaited.add(milestone);
    }

    /** When, by {@link System#nanoTime()}, each was first seen. */
    Map<Awaited, Long> storedAt() {
        return Map.copyOf(storedAt);
    }

    /** How many are not there yet. */
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
        var jobs = awaited.stream().map(each -> "'" + each.job() + "'").collect(Collectors.joining(","));
        if (jobs.isEmpty()) {
            return;
        }
        var found = database.query(
                "SELECT job_id, milestone FROM ovhi_orchestrator.comm_job_milestones WHERE job_id IN (" + jobs + ")",
                row -> new Awaited(row.getString(1), row.getString(2)));
        var now = System.nanoTime();
        for (var milestone : found) {
            if (awaited.remove(milestone)) {
                storedAt.put(milestone, now);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
