package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.common.ids.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * What was or may have been sent to a patient.
 *
 * @param kind as what it counts
 * @param at when the gate let it pass, on the suite's clock
 */
public record Contact(long patientId, UUID slotId, String kind, Instant at) {

    static Contact read(ResultSet row, int number) throws SQLException {
        var kind = row.getString("allowance");
        return new Contact(
                row.getLong("patient_id"),
                UUID.fromString(row.getString("slot_id")),
                kind == null ? kind(Purpose.of(row.getString("purpose"))) : kind,
                row.getTimestamp("ordered_at").toInstant());
    }

    /** Of what was sent before it was told. */
    private static String kind(Purpose purpose) {
        if (purpose.marketing()) {
            return "marketing";
        }
        return purpose == Purpose.URGENT ? "urgent" : "routine";
    }
}
