package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.time.UtcTime;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What patients have asked of their visits, once per message of theirs. Thread-safe. */
@Repository
class AppointmentCommands {

    private final JdbcClient jdbc;
    private final Clock clock;

    AppointmentCommands(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Remembers a command; false when its message has led to one before. */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean firstOf(AppointmentCommand command) {
        return jdbc.sql("""
                        INSERT IGNORE INTO appointment_commands
                            (inbound_id, organization_id, appointment_id, command, job_id, created_at)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                        .params(
                                command.commandId().toString(),
                                command.organizationId(),
                                command.appointmentId(),
                                command.command().name().toLowerCase(java.util.Locale.ROOT),
                                command.jobId().toString(),
                                UtcTime.of(clock.instant()))
                        .update()
                == 1;
    }
}
