package com.ovhi.outreach.preference.profile;

import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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

    /** It is the patient's after all; false when nobody had said otherwise. */
    public boolean own(long patientId, String addressHash) {
        return jdbc.sql("DELETE FROM disowned_addresses WHERE patient_id = ? AND address_hash = ?")
                        .params(patientId, addressHash)
                        .update()
                == 1;
    }

    /** What is not the patient's, and since when we know, oldest first. */
    public List<Disowned> of(long patientId) {
        return jdbc.sql("SELECT * FROM disowned_addresses WHERE patient_id = ? ORDER BY reported_at, address_hash")
                .param(patientId)
                .query((row, number) -> new Disowned(
                        row.getString("address_hash"),
                        row.getTimestamp("reported_at").toInstant()))
                .list();
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

    /** An address that somebody said is not the patient's. */
    public record Disowned(String addressHash, Instant reportedAt) {}
}
