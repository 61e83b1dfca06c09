package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees when a milestone of a job is stored. */
final class MilestoneWatch {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private MilestoneWatch() {}

    /** Watches for milestones of jobs. */
    static DatabaseWatch<Awaited> on(SuiteConnection.Database where) {
        return new DatabaseWatch<>(where, PAUSE, MilestoneWatch::stored);
    }

    private static List<Awaited> stored(SuiteDatabase database, Set<Awaited> milestones) throws SQLException {
        var jobs = milestones.stream().map(each -> "'" + each.job() + "'").collect(Collectors.joining(","));
        return database.query(
                "SELECT job_id, milestone FROM ovhi_orchestrator.comm_job_milestones WHERE job_id IN (" + jobs + ")",
                row -> new Awaited(row.getString(1), row.getString(2)));
    }

    /** A milestone of a job, by its name in the database. */
    record Awaited(String job, String milestone) {}
}
