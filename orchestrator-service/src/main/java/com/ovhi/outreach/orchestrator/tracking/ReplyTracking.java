package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.AppointmentCommand.Command;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.JobLedger.JobSubject;
import com.ovhi.outreach.orchestrator.job.Observation;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** What follows from patients' answers. Each method runs in the transaction of its event. Thread-safe. */
@Service
class ReplyTracking {

    private static final Logger log = LoggerFactory.getLogger(ReplyTracking.class);

    private final JobLedger jobs;
    private final AppointmentCommands commands;
    private final Confirmations confirmations;
    private final Outbox outbox;

    ReplyTracking(JobLedger jobs, AppointmentCommands commands, Confirmations confirmations, Outbox outbox) {
        this.jobs = jobs;
        this.commands = commands;
        this.confirmations = confirmations;
        this.outbox = outbox;
    }

    void understood(ReplyUnderstood reply) {
        if (answers(reply.intent())) {
            answered(reply);
        }
        if (reply.intent() == Intent.STOP) {
            jobs.cancelRecipient(
                    reply.organizationId(), reply.patientId(), reply.channel(), reply.addressHash(), "opted-out");
        }
    }

    /** Whether a person answers what we asked; an opt-out or a machine's note is no answer. */
    private static boolean answers(Intent intent) {
        return switch (intent) {
            case CONFIRM, RESCHEDULE, CANCEL, HELP, NO, QUESTION, EMERGENCY, ACK, OTHER -> true;
            case STOP, START, WRONG_PERSON, AUTO_REPLY -> false;
        };
    }

    private void answered(ReplyUnderstood reply) {
        var jobId = reply.jobId();
        if (jobId == null) {
            return;
        }
        jobs.subject(jobId)
                .filter(job -> isOf(reply, job))
                .ifPresentOrElse(
                        job -> {
                            jobs.observe(jobId, Observation.of(Milestone.REPLIED, reply.receivedAt()));
                            command(reply.intent()).ifPresent(command -> order(command, reply, job));
                        },
                        () -> log.atWarn()
                                .addKeyValue("inbound_id", reply.inboundId())
                                .addKeyValue("job_id", jobId)
                                .log("Reply names a job that is not its patient's"));
    }

    /** People share telephones; an answer moves only the visit of the patient it was attributed to. */
    private static boolean isOf(ReplyUnderstood reply, JobSubject job) {
        var patient = reply.patientId();
        var organization = reply.organizationId();
        return (patient == null || patient == job.patientId())
                && (organization == null || organization == job.organizationId());
    }

    private void order(Command command, ReplyUnderstood reply, JobSubject job) {
        var ref = job.ref();
        var version = job.version();
        var appointment = ref == null ? java.util.OptionalLong.empty() : VisitRef.appointment(ref);
        if (appointment.isEmpty() || version == null || job.household()) {
            return;
        }
        var order = new AppointmentCommand(
                reply.inboundId(),
                appointment.getAsLong(),
                version,
                job.patientId(),
                job.organizationId(),
                command,
                job.jobId(),
                reply.receivedAt());
        if (commands.firstOf(order)) {
            outbox.publish(Topics.APPOINTMENT_COMMAND, Long.toString(job.patientId()), order);
        }
        if (command == Command.CONFIRM) {
            confirmations.confirmed(job.organizationId(), appointment.getAsLong(), version);
        }
    }

    private static Optional<Command> command(Intent intent) {
        return switch (intent) {
            case CONFIRM -> Optional.of(Command.CONFIRM);
            case RESCHEDULE -> Optional.of(Command.RESCHEDULE_REQUESTED);
            case CANCEL -> Optional.of(Command.CANCEL_REQUESTED);
            case STOP, START, HELP, NO, QUESTION, WRONG_PERSON, EMERGENCY, AUTO_REPLY, ACK, OTHER -> Optional.empty();
        };
    }
}
