package com.ovhi.outreach.preference.profile;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code disowned_addresses}: whoever answers there is not the patient, on whatever channel. */
@Component
public class DisownedAddresses {

    private final JdbcClient jdbc;

    DisownedAddresses(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Remembers that an address is not the patient's, even if a later profile names it again. */
    public void disown(long patientId, String addressHash, Instant reportedAt) {
        jdbc.sql("INSERT IGNORE INTO disowned_addresses (patient_id, address_hash, reported_at) VALUES (?, ?, ?)")
                .params(patientId, addressHash, Timestamp.from(reportedAt))
                .update();
    }

    /** Hashes of the addresses that are not the patient's. */
    public Set<String> of(long patientId) {
        return jdbc.sql("SELECT address_hash FROM disowned_addresses WHERE patient_id = ?")
                .param(patientId)
                .query((row, number) -> row.getString("address_hash"))
                .set();
    }
}
