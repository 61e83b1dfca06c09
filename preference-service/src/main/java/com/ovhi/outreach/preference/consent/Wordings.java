package com.ovhi.outreach.preference.consent;

import com.ovhi.outreach.common.web.ProblemException;
import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code consent_wordings}, append-only: what patients were shown. Runs in the caller's transaction. */
@Component
public class Wordings {

    /** The language of a text of which nobody said in which it is. */
    static final String UNDETERMINED = "und";

    private final JdbcClient jdbc;
    private final Clock clock;

    Wordings(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Keeps the text of a version.
     *
     * @throws ProblemException 409 when the version already means another text
     */
    public void keep(long organization, String version, @Nullable String language, String wording) {
        var tag = language == null ? UNDETERMINED : language;
        jdbc.sql("""
                INSERT IGNORE INTO consent_wordings (organization_id, version, language, wording, recorded_at)
                VALUES (?, ?, ?, ?, ?)""")
                .params(organization, version, tag, wording, Timestamp.from(clock.instant()))
                .update();
        var kept = jdbc.sql("""
                        SELECT wording FROM consent_wordings
                        WHERE organization_id = ? AND version = ? AND language = ?""")
                .params(organization, version, tag)
                .query(String.class)
                .single();
        if (!kept.equals(wording)) {
            throw ProblemException.conflict(
                    "wording-differs", "This version of the wording is already known with another text");
        }
    }
}
