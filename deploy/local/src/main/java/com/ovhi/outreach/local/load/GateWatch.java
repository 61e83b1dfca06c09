package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import com.ovhi.outreach.local.check.evidence.SuiteDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sees when the send gate would refuse a patient: when the committed row that it reads under a lock says so. */
final class GateWatch {

    private static final Duration PAUSE = Duration.ofMillis(2);

    private GateWatch() {}

    /** Watches for patients by their ids. */
    static DatabaseWatch<Long> on(SuiteConnection.Database where) {
        return new DatabaseWatch<>(where, PAUSE, GateWatch::refused);
    }

    private static List<Long> refused(SuiteDatabase database, Set<Long> patients) throws SQLException {
        var ids = patients.stream().map(String::valueOf).collect(Collectors.joining(","));
        return database.query(
                "SELECT patient_id FROM ovhi_channel.send_permissions WHERE channel = 'sms' AND patient_id IN (" + ids
                        + ") AND (transactional = 0 OR suppression = 'all')",
                row -> row.getLong(1));
    }
}
