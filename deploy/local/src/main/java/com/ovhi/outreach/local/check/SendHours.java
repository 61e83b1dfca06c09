package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Nobody is woken: neither in the patient's own quiet hours nor outside of the hours the law leaves. */
final class SendHours {

    /** How long a message may be on its way from the send gate to the provider, in real time. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2);

    /** How far two processes may disagree on the suite's time while its speed changes, in real time. */
    private static final Duration DISAGREEMENT = Duration.ofMillis(200);

    private static final Duration STEP = Duration.ofMinutes(1);

    private SendHours() {}

    static List<Invariant> invariants() {
        return List.of(new Invariant("nothing was sent in quiet hours", SendHours::inQuietHours));
    }

    /** How much later than the end of the hours a provider may see a message, on the suite's clock. */
    static Duration tolerance(double speed) {
        return Duration.ofNanos((long) (ON_ITS_WAY.toNanos() * speed));
    }

    private static List<String> inQuietHours(Evidence evidence) {
        var jobs = evidence.jobsById();
        var patients = PatientRecord.of(evidence.feed());
        var speed = evidence.moment().fastest();
        return evidence.messages()
                .filter(message -> {
                    var job = jobs.get(String.valueOf(message.jobId()));
                    var patient = job == null ? null : patients.get(job.patient());
                    return job != null
                            && patient != null
                            && !job.urgent()
                            && !job.purpose().equals("urgent")
                            && !allowed(patient, message.at(), speed);
                })
                .map(LedgerEntry::name)
                .toList();
    }

    private static boolean allowed(PatientRecord patient, Instant at, double speed) {
        var from = at.minus(tolerance(speed));
        var to = at.plusNanos((long) (DISAGREEMENT.toNanos() * (speed - 1)));
        for (var moment = from; moment.isBefore(to); moment = moment.plus(STEP)) {
            if (patient.mayBeContacted(moment)) {
                return true;
            }
        }
        return patient.mayBeContacted(at) || patient.mayBeContacted(to);
    }
}
