package com.ovhi.outreach.local.check;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Answer;
import com.ovhi.outreach.local.check.evidence.Evidence.Decision;
import com.ovhi.outreach.local.check.evidence.Evidence.Intent;
import com.ovhi.outreach.local.check.evidence.Evidence.Job;
import com.ovhi.outreach.local.check.evidence.Evidence.Moment;
import com.ovhi.outreach.local.check.evidence.Evidence.PermissionChange;
import com.ovhi.outreach.local.check.evidence.Evidence.QueueRow;
import com.ovhi.outreach.local.check.evidence.Evidence.Request;
import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small world in which all is well: one visit was booked and confirmed by text message. */
final class Scene {

    static final String JOB = "01890000-0000-7000-8000-000000000001";
    static final String ANSWER = "01890000-0000-7000-8000-000000000002";
    static final String SLOT = "01890000-0000-7000-8000-00000000000a";
    static final String VISIT = "appointment/5226@1";
    static final Instant BOOKED = Instant.parse("2026-03-02T18:00:00Z");
    static final Instant SENT = Instant.parse("2026-03-02T18:00:05Z");
    static final Instant NOW = Instant.parse("2026-03-02T18:30:00Z");

    final List<FeedEvent> feed = new ArrayList<>(List.of(
            event("organization.updated", """
                    {"organization_id": 11, "display_name": "Arizona Clinics", "timezone": "America/Phoenix"}"""),
            event("patient.registered", """
                    {"patient_id": 1001, "organization_id": 11, "given_name": "Gerardo", "family_name": "Gutkowski",
                     "timezone": null, "telecom": [{"system": "phone", "value": "+14805553471"},
                     {"system": "email", "value": "gerardo.1001@example.org"}],
                     "preferences": {"opted_out": ["whatsapp"]}}"""),
            event("rx.refill_due", """
                    {"prescription_id": 7, "patient_id": 1001, "due_on": "2026-03-08",
                     "medication": "Hydrochlorothiazide 25 MG Oral Tablet"}"""),
            event("appointment.booked", """
                    {"appointment_id": 5226, "version": 1, "patient_id": 1001, "location":
                     {"name": "Hilo Center", "timezone": "America/Phoenix"}, "start": "2026-03-07T12:15:00-07:00"}""")));
    final List<LedgerEntry> ledger = new ArrayList<>(List.of(
            line(1, "MESSAGE", SENT, JOB, "accepted", "See you on Saturday"),
            line(2, "CALL", SENT, JOB, "accepted", ""),
            line(3, "STATUS", SENT, JOB, "delivered", ""),
            line(4, "INBOUND", SENT, JOB, "", "HELP"),
            line(5, "MESSAGE", SENT, ANSWER, "accepted", "This is your clinic"),
            line(6, "CALL", SENT, ANSWER, "accepted", ""),
            line(7, "STATUS", SENT, ANSWER, "delivered", "")));
    final List<Job> jobs = new ArrayList<>(List.of(
            job(JOB, SLOT, "delivered", Map.of("scheduled", BOOKED, "sent", SENT, "delivered", SENT)),
            job("waiting-1", "slot-1", "queued", Map.of("scheduled", BOOKED)),
            job("waiting-3", "slot-3", "queued", Map.of("scheduled", BOOKED))));
    final List<Request> requests = new ArrayList<>(List.of(
            new Request("r1", VISIT + "/appt_confirm", BOOKED),
            new Request("r2", VISIT + "/appt_reminder/1d", BOOKED),
            new Request("r3", VISIT + "/appt_reminder/3d", BOOKED),
            new Request("r4", "prescription/7@1/rx_refill/2026-03-08", BOOKED)));
    final List<Decision> decisions = new ArrayList<>(List.of(
            decision("r1", JOB, VISIT + "/appt_confirm"),
            decision("r2", "waiting-1", VISIT + "/appt_reminder/1d"),
            decision("r3", "waiting-3", VISIT + "/appt_reminder/3d"),
            decision("r4", null, "prescription/7@1/rx_refill/2026-03-08")));
    final List<Intent> intents = new ArrayList<>(List.of(intent(1, JOB, SLOT, "accepted")));
    final List<Answer> answers = new ArrayList<>(List.of(new Answer(ANSWER, "accepted", "SM" + ANSWER, SENT)));
    final List<QueueRow> queue = new ArrayList<>(List.of(
            new QueueRow(JOB, "ended", BOOKED),
            new QueueRow("waiting-1", "waiting", NOW.plusSeconds(86_400)),
            new QueueRow("waiting-3", "waiting", NOW.plusSeconds(86_400))));
    final List<PermissionChange> permissionChanges =
            new ArrayList<>(List.of(new PermissionChange(1, 1001, "sms", 1, true, false, "none", 0)));
    final List<String> orphans = new ArrayList<>();
    final Map<String, Long> stats = new HashMap<>(Map.of(
            "11/sms/appt_confirm/scheduled", 3L,
            "11/sms/appt_confirm/sent", 1L,
            "11/sms/appt_confirm/delivered", 1L));
    final Map<String, Long> backlog = new HashMap<>(Map.of("ovhi_orchestrator", 0L));
    final Map<String, Long> deadLetters = new HashMap<>();
    final List<Path> logs = new ArrayList<>(List.of(log("Started, and all is well")));

    Evidence evidence() {
        return new Evidence(
                new Feed(feed),
                ledger,
                jobs,
                requests,
                decisions,
                intents,
                answers,
                queue,
                permissionChanges,
                orphans,
                stats,
                backlog,
                deadLetters,
                logs,
                new Moment(NOW, 1, 1));
    }

    /** A log of one line. */
    static Path log(String line) {
        try {
            var file = Files.createTempFile("suite", ".log");
            file.toFile().deleteOnExit();
            return Files.writeString(file, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FeedEvent event(String type, String data) {
        return new FeedEvent(
                "ovhi.any.v1",
                type,
                "event-" + type,
                BOOKED,
                "1001",
                ContractJson.mapper().readTree(data));
    }

    static LedgerEntry line(long seq, String kind, Instant at, @Nullable String job, String outcome, String body) {
        var patient = "+14805553471";
        var inbound = kind.equals("INBOUND");
        return new LedgerEntry(
                "twilio",
                seq,
                kind,
                at,
                at,
                outcome,
                inbound ? patient : "+16025550000",
                inbound ? "+16025550000" : patient,
                "SM" + job,
                job,
                body);
    }

    static Job job(String id, String slot, String status, Map<String, Instant> milestones) {
        return new Job(id, slot, 1001, 11, "appt_confirm", "sms", status, false, milestones);
    }

    static Decision decision(String request, @Nullable String job, String occasion) {
        return new Decision(request, job, "11/1001", "any", occasion, job == null ? "refused" : "accepted");
    }

    static Intent intent(long seq, String job, String slot, String state) {
        return new Intent(seq, job, slot, "sms", "appt_confirm", 1001, 1, state, "SM" + job, SENT.minusSeconds(1));
    }
}
