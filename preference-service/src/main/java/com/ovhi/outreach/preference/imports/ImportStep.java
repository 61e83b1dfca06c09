package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentEntry;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentLedger;
import com.ovhi.outreach.preference.consent.ConsentLedger.ImportedEntry;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.consent.Consents;
import com.ovhi.outreach.preference.effective.Changes;
import com.ovhi.outreach.preference.imports.CsvRow.Consent;
import com.ovhi.outreach.preference.imports.CsvRow.Fault;
import com.ovhi.outreach.preference.imports.ImportErrors.RowError;
import com.ovhi.outreach.preference.imports.Imports.Import;
import com.ovhi.outreach.preference.imports.Lines.Line;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.profile.Profile;
import com.ovhi.outreach.preference.profile.Profiles;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records the next chunk of a file: consents, what holds for their patients, audit, errors and position in one
 * transaction. Killed in the middle, all of it is done again; never half, never twice.
 */
@Component
class ImportStep {

    private final Imports imports;
    private final ImportErrors errors;
    private final Profiles profiles;
    private final ConsentLedger ledger;
    private final AddressReader addresses;
    private final Changes changes;
    private final Outbox outbox;
    private final Clock clock;

    ImportStep(
            Imports imports,
            ImportErrors errors,
            Profiles profiles,
            ConsentLedger ledger,
            AddressReader addresses,
            Changes changes,
            Outbox outbox,
            Clock clock) {
        this.imports = imports;
        this.errors = errors;
        this.profiles = profiles;
        this.ledger = ledger;
        this.addresses = addresses;
        this.changes = changes;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Records one chunk of some file.
     *
     * @param claimed learns the id of the file, even if recording fails
     * @return whether there was anything left to do
     */
    @Transactional
    public boolean next(Consumer<String> claimed) {
        var file = imports.claim();
        file.ifPresent(each -> {
            claimed.accept(each.id());
            record(each);
        });
        return file.isPresent();
    }

    private void record(Import file) {
        var lines = imports.lines(file.id(), file.nextChunk());
        var found = new ArrayList<RowError>();
        var consents = read(file, lines, found);
        var patients = patients(file, consents);
        refuseUnknown(consents, patients, found);
        var rejected = lines.size() - consents.size();
        var entries = entries(file, consents);
        var before = changes.standing(List.copyOf(patients.values()));
        ledger.append(file.id(), entries);
        var known = changes.announceAppended(
                before, entries.stream().map(ImportedEntry::entry).toList(), "consent-import");
        var outweighed = outweighed(known, entries);
        outweighed.forEach(row -> found.add(RowError.outweighed(row)));
        outbox.publishAll(Topics.AUDIT, audit(file, consents));
        errors.keep(file.id(), found);
        imports.advance(file, lines.size(), rejected, outweighed.size());
    }

    /** What the rows say, by row; those that are wrong go to the errors. */
    private Map<Integer, Consent> read(Import file, List<Line> lines, List<RowError> errors) {
        var consents = new LinkedHashMap<Integer, Consent>();
        var now = clock.instant();
        for (var line : lines) {
            var parsed = CsvRow.read(line, file.header(), addresses, now);
            parsed.faults().forEach(each -> errors.add(RowError.error(line.number(), each)));
            if (parsed.consent() != null) {
                consents.put(line.number(), parsed.consent());
            }
        }
        return consents;
    }

    /** The patients of the organisation that the rows are about, locked in order of id. */
    private Map<Long, Profile> patients(Import file, Map<Integer, Consent> consents) {
        var ids = consents.values().stream().map(Consent::patientId).collect(Collectors.toCollection(TreeSet::new));
        return profiles.lock(ids).stream()
                .filter(each -> each.organizationId() == file.organizationId())
                .collect(Collectors.toMap(Profile::patientId, Function.identity()));
    }

    /** Nobody learns from a file whether a patient of somebody else exists. */
    private static void refuseUnknown(
            Map<Integer, Consent> consents, Map<Long, Profile> patients, List<RowError> errors) {
        consents.entrySet().removeIf(row -> {
            var unknown = !patients.containsKey(row.getValue().patientId());
            if (unknown) {
                errors.add(RowError.error(row.getKey(), new Fault(Column.PATIENT_ID.code(), "unknown-patient")));
            }
            return unknown;
        });
    }

    private static List<ImportedEntry> entries(Import file, Map<Integer, Consent> consents) {
        var entries = new ArrayList<ImportedEntry>();
        consents.forEach((row, consent) -> consent.classes()
                .forEach(consentClass -> entries.add(new ImportedEntry(
                        new ConsentEntry(
                                consent.patientId(),
                                file.organizationId(),
                                consent.channel(),
                                consentClass,
                                consent.addressHash(),
                                consent.action(),
                                ConsentSource.IMPORT,
                                consent.effectiveAt(),
                                new Evidence(
                                        file.actor(),
                                        consent.source(),
                                        consent.evidenceRef(),
                                        consent.wordingVersion(),
                                        consent.language())),
                        row))));
        return entries;
    }

    /** Rows that grant what somebody has revoked: recorded, but without effect. */
    private static TreeSet<Integer> outweighed(Map<Long, Consents> known, List<ImportedEntry> entries) {
        var rows = new TreeSet<Integer>();
        for (var imported : entries) {
            var entry = imported.entry();
            var consents = known.get(entry.patientId());
            if (consents != null
                    && entry.action() == ConsentAction.GRANT
                    && consents.revoked(entry.channel(), entry.consentClass())) {
                rows.add(imported.row());
            }
        }
        return rows;
    }

    private List<Outbox.Keyed> audit(Import file, Map<Integer, Consent> consents) {
        var now = clock.instant();
        var entries = new ArrayList<Outbox.Keyed>();
        consents.forEach((row, consent) -> entries.add(new Outbox.Keyed(
                Long.toString(file.organizationId()),
                new AuditRecorded(
                        file.organizationId(),
                        consent.patientId(),
                        file.actor(),
                        consent.action() == ConsentAction.GRANT ? AuditAction.OPT_IN : AuditAction.OPT_OUT,
                        details(file, row, consent),
                        null,
                        null,
                        now))));
        return entries;
    }

    private static Map<String, String> details(Import file, int row, Consent consent) {
        var details = new HashMap<String, String>();
        details.put("channel", consent.channel().code());
        details.put("source", ConsentSource.IMPORT.code());
        details.put("import_id", file.id());
        details.put("row", Integer.toString(row));
        return details;
    }
}
