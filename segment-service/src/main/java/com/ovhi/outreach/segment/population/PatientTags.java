package com.ovhi.outreach.segment.population;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Words an organisation's staff put to patients. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class PatientTags {

    private final JdbcClient jdbc;

    PatientTags(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order of the alphabet. */
    public List<String> of(long organization, long patientId) {
        return jdbc.sql("SELECT tag FROM patient_tags WHERE organization_id = ? AND patient_id = ? ORDER BY tag")
                .params(organization, patientId)
                .query((row, n) -> row.getString("tag"))
                .list();
    }

    /** Puts a tag; nothing happens when it is there. */
    public void put(long organization, long patientId, String tag, String by) {
        jdbc.sql("""
                        INSERT INTO patient_tags (patient_id, organization_id, tag, tagged_by) VALUES (?, ?, ?, ?)
                        ON DUPLICATE KEY UPDATE tag = VALUES(tag)""").params(patientId, organization, tag, by).update();
    }

    /** Takes a tag away; nothing happens when it is not there. */
    public void remove(long organization, long patientId, String tag) {
        jdbc.sql("DELETE FROM patient_tags WHERE organization_id = ? AND patient_id = ? AND tag = ?")
                .params(organization, patientId, tag)
                .update();
    }
}
