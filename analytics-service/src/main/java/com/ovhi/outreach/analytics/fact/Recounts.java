package com.ovhi.outreach.analytics.fact;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Counts an organisation from the ledger again. Each day is a transaction of its own: nobody waits for longer to go on counting. */
@Component
public class Recounts {

    private final Rollups rollups;
    private final OrganizationZones zones;
    private final TransactionOperations transactions;

    Recounts(Rollups rollups, OrganizationZones zones, TransactionOperations transactions) {
        this.rollups = rollups;
        this.zones = zones;
        this.transactions = transactions;
    }

    /** Throws the counts of an organisation away and makes them again; returns how many rows of {@code comm_stats} that gave. */
    public int recount(long organizationId) {
        List<LocalDate> days = Objects.requireNonNull(transactions.execute(_ -> kept(organizationId)));
        var rows = 0;
        for (var day : days) {
            rows += Objects.requireNonNull(transactions.execute(_ -> recount(organizationId, day)));
        }
        return rows;
    }

    /** Of days whose facts are not kept any longer the counts are all there is. */
    private List<LocalDate> kept(long organizationId) {
        var from = zones.keptFrom(organizationId);
        return rollups.days(organizationId).stream()
                .filter(day -> !day.isBefore(from))
                .toList();
    }

    private int recount(long organizationId, LocalDate day) {
        zones.exclude(organizationId);
        return day.isBefore(zones.keptFrom(organizationId)) ? 0 : rollups.recount(organizationId, day);
    }
}
