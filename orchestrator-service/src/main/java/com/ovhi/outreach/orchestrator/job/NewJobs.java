package com.ovhi.outreach.orchestrator.job;

import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes jobs that are new, and how far they are, in two statements however many there are. Hibernate, which reads them and
 * keeps track of what changes in them, would prepare each of fifty values of each of them. Thread-safe.
 */
@Repository
class NewJobs {

    private final JdbcTemplate jdbc;

    NewJobs(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void add(List<Job> jobs) {
        insert("comm_jobs", jobs.stream().map(Job::columns).toList());
        insert("comm_job_milestones", jobs.stream().flatMap(Job::milestones).toList());
    }

    private void insert(String table, List<Columns> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var names = rows.getFirst().names();
        var places = String.join(", ", Collections.nCopies(names.size(), "?"));
        jdbc.batchUpdate(
                "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + places + ")",
                rows.stream().map(Columns::values).toList());
    }
}
