package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the suite says of messages no provider has accepted as they were asked for.
 *
 * @param elsewhere those whose contact was made by a job that took over, on another channel or to another address
 * @param reviewed those of which nobody can tell whether a provider has them, which a person looks at
 */
record BurstFates(Set<String> elsewhere, Set<String> reviewed) {

    static final BurstFates NONE = new BurstFates(Set.of(), Set.of());

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    /** Reads the fates of some jobs. */
    static BurstFates of(Collection<String> jobs, SuiteDatabase database) throws SQLException {
        if (jobs.isEmpty()) {
            return NONE;
        }
        return new BurstFates(
                among(jobs, "attempt.state = 'accepted' AND attempt.job_id <> job.id", database),
                among(jobs, "attempt.state = 'review'", database));
    }

    /** Those of which an attempt in the same contact slot is so. */
    private static Set<String> among(Collection<String> jobs, String so, SuiteDatabase database) throws SQLException {
        var list = jobs.stream().filter(ID.asMatchPredicate()).collect(Collectors.joining("','", "'", "'"));
        return Set.copyOf(database.query(
                "SELECT DISTINCT job.id FROM ovhi_orchestrator.comm_jobs job"
                        + " JOIN ovhi_channel.send_intents attempt ON attempt.slot_id = job.slot_id"
                        + " WHERE job.id IN (" + list + ") AND " + so,
                row -> row.getString(1)));
    }

    /** Whether it is known what became of a job. */
    boolean known(String job) {
        return elsewhere.contains(job) || reviewed.contains(job);
    }
}
