package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.AppointmentCommand.Command;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.orchestrator.job.Cancellations;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.JobSubject;
import com.ovhi.outreach.orchestrator.job.Observation;
import com.ovhi.outreach.orchestrator.job.Sightings;
import com.ovhi.outreach.orchestrator.projection.VisitDays;
import com.ovhi.outreach.orchestrator.projection.VisitDays.Told;
import com.ovhi.outreach.orchestrator.projection.VisitRef;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** What follows from patients' answers. Each method runs in the transaction of its event. Thread-safe. */
@Service
class ReplyTracking {

    private static final Logger log = LoggerFactory.getLogger(ReplyTracking.class);

    private final JobLedger jobs;
    private final Sightings sightings;
    private final Cancellations cancellations;
    private final AppointmentCommands commands;
    private final Confirmations confirmations;
    private final VisitDays days;
    private final Outbox outbox;

    ReplyTracking(
            JobLedger jobs,
            Sightings sightings,
            Cancellations cancellations,
            AppointmentCommands commands,
            Confirmations confirmations,
            VisitDays days,
            Outbox outbox) {
        this.jobs = jobs;
        this.sightings = sightings;
        this.cancellations = cancellations;
        this.commands = commands;
        this.confirmations = confirmations;
        this.days = days;
        this.outbox = outbox;
    }

    void understood(ReplyUnderstood reply) {
        if (answers(reply.intent())) {
            answered(reply);
        }
        if (reply.intent() == Intent.STOP) {
            cancellations.optedOut(
                    reply.organizationId(),
                    reply.patientId(),
                    reply.channel(),
                    reply.addressHash(),
                    reply.receivedAt());
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
                            // Visits are locked before jobs.
                            command(reply.intent()).ifPresent(command -> order(command, reply, job));
                            sightings.observe(jobId, Observation.of(Milestone.REPLIED, reply.receivedAt()));
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
        return patient != null
                && patient == job.patientId()
                && organization != null
                && organization == job.organizationId();
    }

    /**
     * An answer is about every visit the message has named; whoever says 'can't come' means the day. To a message for
     * several patients, or one that only names the portal, it says nothing of any of them.
     */
    private void order(Command command, ReplyUnderstood reply, JobSubject job) {
        if (job.household() || job.discreet()) {
            return;
        }
        var about = about(job);
        var named = days.toldBy(job.jobId());
        (named.isEmpty() ? about.stream() : named.stream()).forEach(visit -> {
            var id = about.filter(visit::equals).isPresent()
                    ? reply.inboundId()
                    : Ids.of(reply.inboundId() + "/" + visit.appointmentId());
            order(id, command, visit, reply, job);
        });
    }

    private static Optional<Told> about(JobSubject job) {
        var ref = job.ref();
        var version = job.version();
        var appointment = ref == null ? OptionalLong.empty() : VisitRef.appointment(ref);
        return appointment.isEmpty() || version == null
                ? Optional.empty()
                : Optional.of(new Told(appointment.getAsLong(), version));
    }

    private void order(UUID id, Command command, Told visit, ReplyUnderstood reply, JobSubject job) {
        var order = new AppointmentCommand(
                id,
                visit.appointmentId(),
                visit.version(),
                job.patientId(),
                job.organizationId(),
                command,
                job.jobId(),
                reply.receivedAt());
        if (commands.firstOf(order)) {
            outbox.publish(Topics.APPOINTMENT_COMMAND, Long.toString(job.patientId()), order);
        }
        if (command == Command.CONFIRM) {
            confirmations.confirmed(job.organizationId(), visit.appointmentId(), visit.version());
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
