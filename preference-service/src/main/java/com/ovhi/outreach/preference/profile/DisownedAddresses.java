package com.ovhi.outreach.preference.profile;

import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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

    /** Hashes of the addresses that are not the patients'; without those who disowned none. */
    public Map<Long, Set<String>> of(Collection<Long> patientIds) {
        var disowned = new HashMap<Long, Set<String>>();
        if (!patientIds.isEmpty()) {
            jdbc.sql("SELECT patient_id, address_hash FROM disowned_addresses WHERE patient_id IN (:ids)")
                    .param("ids", patientIds)
                    .query((ResultSet row) -> {
                        disowned.computeIfAbsent(row.getLong("patient_id"), _ -> new HashSet<>())
                                .add(row.getString("address_hash"));
                    });
        }
        return disowned;
    }
}
