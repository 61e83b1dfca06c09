package com.ovhi.outreach.preference.setting;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code default_comm_prefs}. All methods run in the caller's transaction. */
@Component
public class DefaultLevels {

    private static final long ALL = 0;

    private final JdbcClient jdbc;

    DefaultLevels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What holds for everybody. */
    public Settings global() {
        return of(Level.GLOBAL, ALL).settings();
    }

    /** What a level says. */
    public Defaults of(Level level, @Nullable Long owner) {
        return owner == null ? Defaults.NONE : find(level, owner).orElse(Defaults.NONE);
    }

    private Optional<Defaults> find(Level level, long owner) {
        return jdbc.sql("SELECT * FROM default_comm_prefs WHERE level = ? AND owner_id = ?")
                .params(level.code(), owner)
                .query((row, number) -> new Defaults(Settings.read(row), row.getBoolean("whatsapp_capable")))
                .optional();
    }

    /**
     * Takes over what OVHI core says of an organisation or provider, unless something newer is known.
     *
     * @return whether anything changed that patients can notice
     */
    public boolean update(
            Level level,
            long owner,
            long organization,
            @Nullable String timezone,
            @Nullable String language,
            boolean whatsapp,
            Instant asOf) {
        jdbc.sql("INSERT IGNORE INTO default_comm_prefs (level, owner_id, organization_id, as_of) VALUES (?, ?, ?, ?)")
                .params(level.code(), owner, organization, Timestamp.from(asOf))
                .update();
        var known = jdbc.sql("SELECT * FROM default_comm_prefs WHERE level = ? AND owner_id = ? FOR UPDATE")
                .params(level.code(), owner)
                .query((row, number) -> new Known(
                        new Defaults(Settings.read(row), row.getBoolean("whatsapp_capable")),
                        row.getTimestamp("as_of").toInstant()))
                .single();
        if (asOf.isBefore(known.asOf())) {
            return false;
        }
        jdbc.sql("""
                UPDATE default_comm_prefs SET organization_id = ?, timezone = ?, language = ?, whatsapp_capable = ?,
                as_of = ? WHERE level = ? AND owner_id = ?""")
                .params(Arrays.asList(
                        organization, timezone, language, whatsapp, Timestamp.from(asOf), level.code(), owner))
                .update();
        return !known.defaults().equals(find(level, owner).orElse(Defaults.NONE));
    }

    private record Known(Defaults defaults, Instant asOf) {}
}
