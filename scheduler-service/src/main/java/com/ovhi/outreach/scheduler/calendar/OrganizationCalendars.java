package com.ovhi.outreach.scheduler.calendar;

import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import com.ovhi.outreach.scheduler.window.OrganizationHours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** The tables of organisations' hours, kept in memory for half a minute. Thread-safe. */
@Repository
class OrganizationCalendars implements OrganizationHours.Source {

    private static final String ROUTINE = "routine";
    private static final String MARKETING = "marketing";
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final JdbcTemplate jdbc;
    private final TransactionOperations transactions;
    private final Map<Long, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    OrganizationCalendars(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Override
    public OrganizationHours of(long organizationId) {
        var found = known.get(organizationId);
        if (found != null && System.nanoTime() - found.readAt() < KEPT.toNanos()) {
            return found.hours();
        }
        var before = changes.get();
        var fresh = Objects.requireNonNull(transactions.execute(_ -> read(organizationId)));
        if (changes.get() == before) {
            known.put(organizationId, new Known(fresh, System.nanoTime()));
        }
        return fresh;
    }

    /** Replaces the hours of an organisation; this instance knows them at once. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(long organizationId, OrganizationHours hours) {
        jdbc.update("DELETE FROM organization_hours WHERE organization_id = ?", organizationId);
        jdbc.update("DELETE FROM organization_closed_days WHERE organization_id = ?", organizationId);
        write(organizationId, ROUTINE, hours.routine());
        write(organizationId, MARKETING, hours.marketing());
        jdbc.batchUpdate(
                "INSERT INTO organization_closed_days (organization_id, closed_day) VALUES (?, ?)",
                hours.closedDays().stream()
                        .map(day -> new Object[] {organizationId, day})
                        .toList());
    }

    @Override
    public void forget(@Nullable Long organizationId) {
        // What is being read right now is not kept: it may be from before the change.
        changes.incrementAndGet();
        if (organizationId == null) {
            known.clear();
        } else {
            known.remove(organizationId);
        }
    }

    private void write(long organizationId, String kind, @Nullable Map<DayOfWeek, Hours> days) {
        if (days == null) {
            return;
        }
        jdbc.batchUpdate(
                "INSERT INTO organization_hours (organization_id, kind, weekday, opens, closes) VALUES (?, ?, ?, ?, ?)",
                days.entrySet().stream()
                        .map(day -> new Object[] {
                            organizationId,
                            kind,
                            day.getKey().getValue(),
                            day.getValue().open(),
                            day.getValue().close()
                        })
                        .toList());
    }

    private OrganizationHours read(long organizationId) {
        var kinds = new HashMap<String, Map<DayOfWeek, Hours>>();
        jdbc.query(
                "SELECT kind, weekday, opens, closes FROM organization_hours WHERE organization_id = ?",
                row -> {
                    kinds.computeIfAbsent(row.getString("kind"), _ -> new EnumMap<>(DayOfWeek.class))
                            .put(
                                    DayOfWeek.of(row.getInt("weekday")),
                                    new Hours(
                                            row.getObject("opens", LocalTime.class),
                                            row.getObject("closes", LocalTime.class)));
                },
                organizationId);
        List<LocalDate> closed = jdbc.query(
                "SELECT closed_day FROM organization_closed_days WHERE organization_id = ?",
                (row, _) -> row.getObject("closed_day", LocalDate.class),
                organizationId);
        return new OrganizationHours(kinds.get(ROUTINE), kinds.get(MARKETING), new HashSet<>(closed));
    }

    private record Known(OrganizationHours hours, long readAt) {}
}
