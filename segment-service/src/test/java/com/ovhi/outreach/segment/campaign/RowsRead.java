package com.ovhi.outreach.segment.campaign;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What a session of the database has looked at. */
final class RowsRead {

    private RowsRead() {}

    /** How many rows the transaction's session has read, its own looks at that included. */
    static long soFar(JdbcClient jdbc) {
        return jdbc
                .sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
                .query((row, _) -> row.getLong("Value"))
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
