package com.ovhi.outreach.preference.registration;

import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Level;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings a change of defaults to all patients it concerns, a small chunk per transaction: a STOP must not wait long
 * for the patients it locks. How far it got is a row: it goes on after a restart, and any number of instances may help.
 */
@Component
public class DefaultsRollout {

    private static final int CHUNK = 100;

    private final JdbcClient jdbc;
    private final Profiles profiles;
    private final Changes changes;

    DefaultsRollout(JdbcClient jdbc, Profiles profiles, Changes changes) {
        this.jdbc = jdbc;
        this.profiles = profiles;
        this.changes = changes;
    }

    /** Orders a roll-out with the caller's transaction; one that is under way begins again. */
    public void order(Owner owner) {
        jdbc.sql("""
                INSERT INTO defaults_rollout (level, owner_id, after_patient_id) VALUES (?, ?, 0)
                ON DUPLICATE KEY UPDATE after_patient_id = 0""").params(owner.level().code(), owner.id()).update();
    }

    /** Serves the next chunk; false when nothing is left to do. */
    @Transactional
    public boolean step() {
        var task = jdbc.sql("SELECT * FROM defaults_rollout ORDER BY level, owner_id LIMIT 1 FOR UPDATE SKIP LOCKED")
                .query((row, number) ->
                        new Task(row.getString("level"), row.getLong("owner_id"), row.getLong("after_patient_id")))
                .optional();
        task.ifPresent(this::serve);
        return task.isPresent();
    }

    private void serve(Task task) {
        var patients = patients(task);
        changes.announce(profiles.lock(patients), "defaults");
        if (patients.size() < CHUNK) {
            jdbc.sql("DELETE FROM defaults_rollout WHERE level = ? AND owner_id = ?")
                    .params(task.level(), task.owner())
                    .update();
        } else {
            jdbc.sql("UPDATE defaults_rollout SET after_patient_id = ? WHERE level = ? AND owner_id = ?")
                    .params(patients.getLast(), task.level(), task.owner())
                    .update();
        }
    }

    private List<Long> patients(Task task) {
        var scope = Level.ORGANIZATION.code().equals(task.level())
                ? "organization_id = ?"
                : Level.PROVIDER.code().equals(task.level()) ? "provider_id = ?" : "? = 0";
        return jdbc.sql("SELECT patient_id FROM patient_comm_prefs WHERE " + scope
                        + " AND patient_id > ? ORDER BY patient_id LIMIT ?")
                .params(task.owner(), task.after(), CHUNK)
                .query((row, number) -> row.getLong("patient_id"))
                .list();
    }

    private record Task(String level, long owner, long after) {}
}
