package com.ovhi.outreach.orchestrator.scheduling;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that are inserted by one statement, which tells how many of them were new; a batch of statements would not. */
final class ManyRows {

    private ManyRows() {}

    /**
     * Inserts rows.
     *
     * @param into begins the statement, such as {@code INSERT IGNORE INTO table (column, …)}
     * @param places of one row, such as {@code (?, 'new', ?)}
     * @return how many there are now that were not before
     */
    static int insert(JdbcTemplate jdbc, String into, String places, List<Object[]> rows) {
        return jdbc.update(
                into + " VALUES " + String.join(", ", Collections.nCopies(rows.size(), places)),
                rows.stream().flatMap(Arrays::stream).toArray());
    }
}
