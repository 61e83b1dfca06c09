package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.Evidence.Intent;
import com.ovhi.outreach.local.check.evidence.Evidence.PermissionChange;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Revocation wins: at the gate, and as the providers saw it. */
final class OptOuts {

    private static final Duration REACTION = Duration.ofSeconds(10);
    private static final Set<String> STOP =
            Set.of("STOP", "STOP PLEASE", "STOPALL", "UNSUBSCRIBE", "ALTO", "NO ME ENVÍEN MÁS MENSAJES");
    private static final Set<String> START = Set.of("START", "UNSTOP");
    private static final Set<String> STOPPED_MAIL = Set.of("unsubscribe", "spamreport");

    private OptOuts() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("no attempt was opened after an opt-out had reached the gate", OptOuts::passedTheGate),
                new Invariant("nothing was accepted for an address 10 s after its STOP", OptOuts::afterStop),
                new Invariant("nobody registered as opted out got anything", OptOuts::refusedFromTheStart));
    }

    private static List<String> passedTheGate(Evidence evidence) {
        var changes = evidence.permissionChanges().stream()
                .collect(Collectors.groupingBy(change -> change.patient() + "/" + change.channel()));
        return evidence.intents().stream()
                .filter(intent -> !permitted(
                        intent,
                        inForce(intent, changes.getOrDefault(intent.patient() + "/" + intent.channel(), List.of()))))
                .map(Intent::job)
                .toList();
    }

    private static Optional<PermissionChange> inForce(Intent intent, List<PermissionChange> changes) {
        return changes.stream()
                .filter(change -> change.lastIntent() < intent.seq())
                .max(java.util.Comparator.comparingLong(PermissionChange::id));
    }

    private static boolean permitted(Intent intent, Optional<PermissionChange> inForce) {
        var marketing = intent.purpose().equals("campaign_education");
        return inForce.filter(change -> change.version() == intent.consentVersion())
                .filter(change -> marketing ? change.marketing() : change.transactional())
                .filter(change -> marketing
                        ? change.suppression().equals("none")
                        : !change.suppression().equals("all"))
                .isPresent();
    }

    private static List<String> afterStop(Evidence evidence) {
        var words = evidence.ledger().stream()
                .filter(line -> stops(line) || starts(line))
                .collect(Collectors.groupingBy(line -> line.channel() + " " + patientOf(line)));
        return evidence.messages()
                .filter(message -> stopped(message, words))
                .map(LedgerEntry::name)
                .toList();
    }

    private static boolean stopped(LedgerEntry message, Map<String, List<LedgerEntry>> words) {
        var until = message.realAt().minus(REACTION);
        return words.getOrDefault(message.channel() + " " + PatientRecord.address(message.to()), List.of()).stream()
                .filter(word -> stops(word) ? word.realAt().isBefore(until) : word.seq() < message.seq())
                .max(java.util.Comparator.comparingLong(LedgerEntry::seq))
                .filter(OptOuts::stops)
                .isPresent();
    }

    private static boolean stops(LedgerEntry line) {
        return line.kind().equals("INBOUND") && STOP.contains(word(line))
                || line.kind().equals("STATUS")
                        && line.provider().equals("sendgrid")
                        && STOPPED_MAIL.contains(line.outcome());
    }

    private static boolean starts(LedgerEntry line) {
        return line.kind().equals("INBOUND") && START.contains(word(line));
    }

    private static String word(LedgerEntry line) {
        return line.body().strip().replaceAll("[.!]+$", "").toUpperCase(Locale.ROOT);
    }

    private static String patientOf(LedgerEntry line) {
        return PatientRecord.address(line.kind().equals("INBOUND") ? line.from() : line.to());
    }

    private static List<String> refusedFromTheStart(Evidence evidence) {
        var patients = PatientRecord.of(evidence.feed());
        var jobs = evidence.jobsById();
        return evidence.messages()
                .filter(message -> {
                    var job = jobs.get(String.valueOf(message.jobId()));
                    var patient = job == null ? null : patients.get(job.patient());
                    return patient != null && patient.refused().contains(message.channel());
                })
                .map(LedgerEntry::name)
                .toList();
    }
}
