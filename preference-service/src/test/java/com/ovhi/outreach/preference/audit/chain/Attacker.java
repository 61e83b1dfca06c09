package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.testing.TestServers;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Somebody who may do everything in the database: also remove what keeps others from changing rows, and put it back. */
final class Attacker {

    private static final String TRIGGERS = """
            SELECT trigger_name, CONCAT('CREATE TRIGGER ', trigger_name, ' ', action_timing, ' ', event_manipulation, ' ON ',
            event_object_table, ' FOR EACH ROW ', action_statement) AS definition
            FROM information_schema.triggers WHERE trigger_schema = 'ovhi_preference'""";

    private Attacker() {}

    static void run(String sql) {
        var database = TestServers.database();
        var jdbc = new JdbcTemplate(
                new DriverManagerDataSource(database.url("ovhi_preference"), database.user(), database.password()));
        var triggers = jdbc.query(
                TRIGGERS, (row, _) -> new Trigger(row.getString("trigger_name"), row.getString("definition")));
        triggers.forEach(each -> jdbc.execute("DROP TRIGGER " + each.name()));
        try {
            jdbc.execute(sql);
        } finally {
            triggers.forEach(each -> jdbc.execute(each.definition()));
        }
    }

    private record Trigger(String name, String definition) {}
}
