package com.ovhi.outreach.preference.profile;

import com.ovhi.outreach.common.ids.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code address_history}, append-only: hashes alone. All methods run in the caller's transaction. */
@Component
public class AddressHistory {

    private static final String LINES =
            "SELECT channel, address_hash, valid_from, recorded_at FROM address_history WHERE patient_id = ?"
                    + " ORDER BY valid_from, id";

    private final JdbcClient jdbc;
    private final Clock clock;

    AddressHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Which addresses a patient had. Before the first that is known, that one counts.
     *
     * @param knownAt only what had been recorded by then counts; null means all that is known now
     * @return hashes, without channels on which there was none
     */
    public Map<Channel, String> at(long patientId, Instant time, @Nullable Instant knownAt) {
        var addresses = new EnumMap<Channel, Line>(Channel.class);
        for (var line : lines(patientId)) {
            if (knownAt == null || !line.recordedAt().isAfter(knownAt)) {
                addresses.merge(
                        line.channel(), line, (former, next) -> next.validFrom().isAfter(time) ? former : next);
            }
        }
        return hashes(addresses);
    }

    /** Notes the addresses of a patient who is locked by the caller, where they are others than before. */
    void note(Profile profile) {
        var present = new EnumMap<Channel, Line>(Channel.class);
        lines(profile.patientId()).forEach(line -> present.put(line.channel(), line));
        var known = hashes(present);
        for (var channel : Channel.values()) {
            var hash = profile.contact(channel).hash();
            if (!Objects.equals(hash, known.get(channel))) {
                append(profile, channel, hash);
            }
        }
    }

    private void append(Profile profile, Channel channel, @Nullable String hash) {
        jdbc.sql("""
                        INSERT INTO address_history (patient_id, channel, address_hash, valid_from, recorded_at)
                        VALUES (?, ?, ?, ?, ?)""")
                .params(Arrays.asList(
                        profile.patientId(),
                        channel.code(),
                        hash,
                        Timestamp.from(profile.asOf()),
                        Timestamp.from(clock.instant())))
                .update();
    }

    private List<Line> lines(long patientId) {
        return jdbc.sql(LINES).param(patientId).query(Line::read).list();
    }

    private static Map<Channel, String> hashes(Map<Channel, Line> lines) {
        var hashes = new EnumMap<Channel, String>(Channel.class);
        lines.forEach((channel, line) -> {
            if (line.hash() != null) {
                hashes.put(channel, line.hash());
            }
        });
        return hashes;
    }

    private record Line(Channel channel, @Nullable String hash, Instant validFrom, Instant recordedAt) {

        static Line read(ResultSet row, int number) throws SQLException {
            return new Line(
                    Channel.of(row.getString("channel")),
                    row.getString("address_hash"),
                    row.getTimestamp("valid_from").toInstant(),
                    row.getTimestamp("recorded_at").toInstant());
        }
    }
}
