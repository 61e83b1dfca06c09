package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What must stay between patient and clinic does: neither logs nor messages give it away. */
final class Privacy {

    private static final int MOST_PER_FILE = 100;
    private static final int SHORTEST_NAME = 4;

    private Privacy() {}

    static List<Invariant> invariants() {
        return List.of(
                new Invariant("no log tells who somebody is or what they take", Privacy::leakingLogs),
                new Invariant("no message names a medication, a test or the family name", Privacy::leakingMessages));
    }

    private static List<String> leakingLogs(Evidence evidence) {
        var canaries = new Canaries(evidence.feed());
        return evidence.logs().stream()
                .flatMap(file -> leaks(file, canaries).stream())
                .toList();
    }

    private static List<String> leaks(Path file, Canaries canaries) {
        var found = new ArrayList<String>();
        // Any byte is a character in this charset; names in UTF-8 are read back below.
        try (var in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            var number = 0;
            for (var line = in.readLine(); line != null && found.size() < MOST_PER_FILE; line = in.readLine()) {
                number++;
                var text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                var place = file.getFileName() + ":" + number;
                canaries.foundIn(text).ifPresent(kind -> found.add(place + " (" + kind + ")"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<String> leakingMessages(Evidence evidence) {
        var canaries = new Canaries(evidence.feed());
        var jobs = evidence.jobsById();
        var patients = PatientRecord.of(evidence.feed());
        var publicNames = publicNames(evidence).toList();
        return evidence.accepted()
                .filter(message -> {
                    var job = jobs.get(String.valueOf(message.jobId()));
                    var patient = job == null ? null : patients.get(job.patient());
                    return canaries.tellsOfCare(message.body())
                            || patient != null && namesFamily(message.body(), patient.familyName(), publicNames);
                })
                .map(LedgerEntry::name)
                .toList();
    }

    /** A clinician or a clinic may be called like a patient. */
    private static boolean namesFamily(String body, String family, List<String> publicNames) {
        if (family.length() < SHORTEST_NAME || !Canaries.hasWord(body, family)) {
            return false;
        }
        var rest = body;
        for (var name : publicNames) {
            rest = rest.replace(name, "");
        }
        return Canaries.hasWord(rest, family);
    }

    private static Stream<String> publicNames(Evidence evidence) {
        return Stream.concat(
                        evidence.feed()
                                .ofType("organization.updated", "provider.updated")
                                .map(each -> each.data().path("display_name").asString("")),
                        evidence.feed()
                                .ofType("appointment.booked", "appointment.moved")
                                .map(each -> each.data()
                                        .path("location")
                                        .path("name")
                                        .asString("")))
                .filter(name -> !name.isEmpty())
                .distinct();
    }
}
