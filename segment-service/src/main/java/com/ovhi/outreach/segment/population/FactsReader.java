package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.rule.Facts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Makes facts of a row, as of one instant in one zone. */
record FactsReader(Instant now, LocalDate today) implements RowMapper<Person> {

    private static final Duration LAB_IS_NEWS_FOR = Duration.ofDays(30);

    FactsReader(Instant now, ZoneId zone) {
        this(now, LocalDate.ofInstant(now, zone));
    }

    @Override
    public Person mapRow(ResultSet row, int rowNumber) throws SQLException {
        var facts = new Facts(
                today,
                row.getLong("organization_id"),
                age(row.getInt("birth_year"), row.getInt("birth_month"), today),
                row.getString("spoken"),
                row.getString("state"),
                row.getObject("last_visit", LocalDate.class),
                row.getObject("next_visit", LocalDate.class),
                row.getLong("visit_count"),
                row.getLong("no_show_count"),
                row.getLong("cancelled_count"),
                row.getObject("refill_due", LocalDate.class),
                labReady(row),
                marketing(row));
        return new Person(row.getLong("patient_id"), facts);
    }

    /** Counted from the end of the month of birth, so that nobody is taken for an adult too early. */
    static @Nullable Long age(int year, int month, LocalDate today) {
        if (year == 0 || month == 0) {
            return null;
        }
        return Math.max(0, ChronoUnit.YEARS.between(YearMonth.of(year, month).atEndOfMonth(), today));
    }

    private boolean labReady(ResultSet row) throws SQLException {
        var at = row.getTimestamp("lab_ready_at");
        return at != null && at.toInstant().plus(LAB_IS_NEWS_FOR).isAfter(now);
    }

    private static Set<Channel> marketing(ResultSet row) throws SQLException {
        var open = EnumSet.noneOf(Channel.class);
        for (var channel : Channel.values()) {
            if (row.getBoolean("marketing_" + channel.code())) {
                open.add(channel);
            }
        }
        return open;
    }
}
