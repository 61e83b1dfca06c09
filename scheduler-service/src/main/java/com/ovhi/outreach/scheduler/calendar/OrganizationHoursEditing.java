package com.ovhi.outreach.scheduler.calendar;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.scheduler.replan.Replans;
import com.ovhi.outreach.scheduler.window.OrganizationHours;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Replaces an organisation's hours and has its waiting jobs planned again. Thread-safe. */
@Component
class OrganizationHoursEditing {

    private final OrganizationCalendars calendars;
    private final Replans replans;
    private final Outbox outbox;
    private final Clock clock;
    private final TransactionOperations transactions;

    OrganizationHoursEditing(
            OrganizationCalendars calendars,
            Replans replans,
            Outbox outbox,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.calendars = calendars;
        this.replans = replans;
        this.outbox = outbox;
        this.clock = clock;
        this.transactions = new TransactionTemplate(transactions);
    }

    void replace(long organizationId, OrganizationHours hours, String actor) {
        transactions.executeWithoutResult(_ -> {
            calendars.replace(organizationId, hours);
            replans.request(organizationId, "organization-hours");
            outbox.publish(
                    Topics.AUDIT,
                    Long.toString(organizationId),
                    new AuditRecorded(
                            organizationId,
                            null,
                            actor,
                            AuditAction.PREFERENCE_CHANGE,
                            Map.of("resource", "organization-hours"),
                            null,
                            null,
                            clock.instant()));
        });
        calendars.forget(organizationId);
    }
}
