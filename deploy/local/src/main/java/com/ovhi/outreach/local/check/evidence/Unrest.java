package com.ovhi.outreach.local.check.evidence;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is still going on in the suite.
 *
 * @param motion what ends by itself within moments: events on their way, calls to providers
 * @param waits what ends when its time has come: messages that are not due, callbacks and replies to come; not what
 *     waits for a person to find out whether the provider has it
 * @param trace grows whenever anything happens
 */
public record Unrest(List<String> motion, List<String> waits, long trace) {

    /** Looks at everything once. */
    public static Unrest look(SuiteDatabase database, KafkaView kafka, SimulatorsApi simulators)
            throws SQLException, IOException {
        var motion = new ArrayList<String>();
        var waits = new ArrayList<String>();
        var trace = outboxes(database, "COALESCE(MAX(seq), 0)", "");
        note(motion, unpublished(database), "events to be published");
        note(motion, kafka.lag(), "events to be handled");
        note(
                motion,
                database.count("SELECT COUNT(*) FROM ovhi_channel.send_intents WHERE state IN ('open', 'unknown')"),
                "attempts without an outcome");
        note(
                motion,
                database.count("SELECT COUNT(*) FROM ovhi_channel.answers WHERE state IN ('waiting', 'open')"),
                "answers without an outcome");
        note(waits, database.count("""
                        SELECT COUNT(*) FROM ovhi_scheduler.due_queue
                        WHERE state <> 'ended' AND job_id NOT IN
                            (SELECT job_id FROM ovhi_channel.send_intents WHERE state = 'review')"""), "messages to be sent");
        note(
                waits,
                database.count("SELECT COUNT(*) FROM ovhi_orchestrator.waiting_events WHERE state = 'waiting'"),
                "events that wait for others");
        var summary = simulators.summary();
        note(waits, summary.waitingCallbacks(), "callbacks and replies to come");
        return new Unrest(motion, waits, trace + summary.lines());
    }

    /** How many events wait in the outboxes of all services. */
    public static long unpublished(SuiteDatabase database) throws SQLException {
        return outboxes(database, "COUNT(*)", " WHERE sent = 0");
    }

    private static long outboxes(SuiteDatabase database, String number, String which) throws SQLException {
        var sum = 0L;
        for (var schema : database.schemas()) {
            if (has(database, schema, "outbox")) {
                sum += database.count("SELECT " + number + " FROM " + schema + ".outbox" + which);
            }
        }
        return sum;
    }

    private static boolean has(SuiteDatabase database, String schema, String table) throws SQLException {
        return database.count("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '" + schema
                        + "' AND table_name = '" + table + "'")
                > 0;
    }

    private static void note(List<String> notes, long count, String what) {
        if (count > 0) {
            notes.add(count + " " + what);
        }
    }
}
