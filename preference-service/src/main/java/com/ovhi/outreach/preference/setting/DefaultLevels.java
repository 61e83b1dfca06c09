package com.ovhi.outreach.preference.setting;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code default_comm_prefs}. All methods run in the caller's transaction. */
@Component
public class DefaultLevels {

    private static final String OWNED = " WHERE level = ? AND owner_id = ?";
    private static final String SELECT = "SELECT * FROM default_comm_prefs" + OWNED;

    private final JdbcClient jdbc;
    private final Clock clock;

    DefaultLevels(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What levels say, for those of which anything is known. */
    public Map<Owner, Defaults> of(Collection<Owner> owners) {
        if (owners.isEmpty()) {
            return Map.of();
        }
        var params = new ArrayList<Object>();
        owners.forEach(each -> {
            params.add(each.level().code());
            params.add(each.id());
        });
        var found = new HashMap<Owner, Defaults>();
        jdbc.sql("SELECT * FROM default_comm_prefs WHERE (level, owner_id) IN ("
                        + String.join(",", Collections.nCopies(owners.size(), "(?,?)")) + ")")
                .params(params)
                .query((ResultSet row) -> {
                    found.put(owner(row), defaults(row));
                });
        return found;
    }

    /** What a level says. */
    public Optional<Defaults> find(Owner owner) {
        return jdbc.sql(SELECT)
                .params(owner.level().code(), owner.id())
                .query((row, number) -> defaults(row))
                .optional();
    }

    /** Keeps everybody else from changing a level until the end of the transaction; creates what is not there. */
    public Defaults lock(Owner owner, @Nullable Long organization) {
        jdbc.sql("INSERT IGNORE INTO default_comm_prefs (level, owner_id, organization_id, as_of) VALUES (?, ?, ?, ?)")
                .params(Arrays.asList(
                        owner.level().code(), owner.id(), organization, Timestamp.from(Instant.EPOCH.plusSeconds(1))))
                .update();
        return jdbc.sql(SELECT + " FOR UPDATE")
                .params(owner.level().code(), owner.id())
                .query((row, number) -> defaults(row))
                .single();
    }

    /** Replaces what the staff of a locked level set. */
    public void set(Owner owner, Settings settings) {
        var params = new ArrayList<@Nullable Object>(Arrays.asList(
                settings.timezone(),
                settings.language(),
                Hours.start(settings.quiet()),
                Hours.end(settings.quiet()),
                Hours.start(settings.work()),
                Hours.end(settings.work()),
                settings.bestHour()));
        for (var channel : Channel.values()) {
            params.add(settings.allowed().get(channel));
        }
        params.addAll(
                Arrays.asList(Timestamp.from(clock.instant()), owner.level().code(), owner.id()));
        jdbc.sql("""
                UPDATE default_comm_prefs SET timezone = ?, language = ?, quiet_start = ?, quiet_end = ?, work_start = ?,
                work_end = ?, best_hour = ?, allow_email = ?, allow_sms = ?, allow_whatsapp = ?, updated_at = ?,
                version = version + 1""" + OWNED).params(params).update();
    }

    /**
     * Takes over what OVHI core says of an organisation or provider, unless something newer is known.
     *
     * @return whether anything changed that patients can notice
     */
    public boolean update(
            Owner owner,
            long organization,
            @Nullable String timezone,
            @Nullable String language,
            boolean whatsapp,
            Instant asOf) {
        var known = lock(owner, organization);
        var newest = jdbc.sql("""
                        UPDATE default_comm_prefs SET organization_id = ?, core_timezone = ?, core_language = ?,
                        whatsapp_capable = ?, as_of = ?""" + OWNED + " AND as_of <= ?")
                        .params(Arrays.asList(
                                organization,
                                timezone,
                                language,
                                whatsapp,
                                Timestamp.from(asOf),
                                owner.level().code(),
                                owner.id(),
                                Timestamp.from(asOf)))
                        .update()
                == 1;
        return newest && !known.soundsLike(find(owner).orElse(Defaults.NONE));
    }

    private static Owner owner(ResultSet row) throws SQLException {
        return new Owner(Level.valueOf(row.getString("level").toUpperCase(Locale.ROOT)), row.getLong("owner_id"));
    }

    private static Defaults defaults(ResultSet row) throws SQLException {
        return new Defaults(
                row.getObject("organization_id", Long.class),
                row.getLong("version"),
                Settings.read(row),
                row.getString("core_timezone"),
                row.getString("core_language"),
                row.getBoolean("whatsapp_capable"));
    }

    /** Whose defaults: a provider, an organisation, or {@link #ALL}. */
    public record Owner(Level level, long id) {

        /** What holds for everybody. */
        public static final Owner ALL = new Owner(Level.GLOBAL, 0);
    }
}
