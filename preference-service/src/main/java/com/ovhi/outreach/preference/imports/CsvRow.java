package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentAction;
import com.ovhi.outreach.preference.consent.ConsentClass;
import com.ovhi.outreach.preference.consent.Readable;
import com.ovhi.outreach.preference.imports.Lines.Line;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.setting.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of a file and finds everything that is wrong with it. Says where and what, never the value. Not
 * thread-safe.
 */
final class CsvRow {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;
    private static final Instant OLDEST = Instant.parse("1996-01-01T00:00:00Z");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_.:/#-]{1,200}");
    private static final Pattern UNREADABLE = Pattern.compile(Readable.HIDDEN);

    private final Map<Column, String> cells;
    private final List<Fault> faults;

    private CsvRow(Map<Column, String> cells, List<Fault> faults) {
        this.cells = cells;
        this.faults = faults;
    }

    /** The cells of a line; empty when its quotation marks make no sense. */
    static Optional<List<String>> cells(String line) {
        try (var parser = CSVParser.parse(line, FORMAT)) {
            var records = parser.getRecords();
            return records.size() == 1 ? Optional.of(records.getFirst().toList()) : Optional.empty();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @param now what has not come yet by then cannot have been said */
    static Parsed read(Line line, Header header, AddressReader addresses, Instant now) {
        if (line.text().equals(Lines.TOO_LONG)) {
            return Parsed.refused("row", "too-long");
        }
        if (UNREADABLE.matcher(line.text()).find()) {
            return Parsed.refused("row", "invalid-characters");
        }
        var cells = cells(line.text());
        if (cells.isEmpty()) {
            return Parsed.refused("row", "malformed");
        }
        if (cells.get().size() != header.columns().size()) {
            return Parsed.refused("row", "wrong-number-of-cells");
        }
        return new CsvRow(byColumn(header, cells.get()), new ArrayList<>()).parse(addresses, now);
    }

    private static Map<Column, String> byColumn(Header header, List<String> cells) {
        var byColumn = new EnumMap<Column, String>(Column.class);
        for (var i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                byColumn.put(header.columns().get(i), cells.get(i).strip());
            }
        }
        return byColumn;
    }

    private Parsed parse(AddressReader addresses, Instant now) {
        var patient = required(Column.PATIENT_ID, CsvRow::patient);
        var channel = required(Column.CHANNEL, Channel::of);
        var classes = required(Column.CLASS, CsvRow::classes);
        var action = required(Column.ACTION, text -> ConsentAction.valueOf(text.toUpperCase(Locale.ROOT)));
        var effectiveAt =
                required(Column.EFFECTIVE_AT, text -> OffsetDateTime.parse(text).toInstant());
        var source = optional(Column.SOURCE, text -> matching(TOKEN, text));
        var evidence = optional(Column.EVIDENCE_REF, text -> matching(REFERENCE, text));
        var wording = optional(Column.WORDING_VERSION, text -> matching(TOKEN, text));
        var language =
                optional(Column.LANGUAGE, text -> Settings.language(text).orElseThrow(IllegalArgumentException::new));
        var hash = channel == null
                ? null
                : optional(
                        Column.ADDRESS,
                        text -> addresses.hash(channel, text).orElseThrow(IllegalArgumentException::new));
        if (effectiveAt != null) {
            checkTime(effectiveAt, now);
        }
        if (action == ConsentAction.GRANT && classes != null && classes.contains(ConsentClass.MARKETING)) {
            requireProof();
        }
        // Without faults nothing required is missing; the compiler cannot know.
        return patient == null
                        || channel == null
                        || classes == null
                        || action == null
                        || effectiveAt == null
                        || !faults.isEmpty()
                ? new Parsed(null, List.copyOf(faults))
                : new Parsed(
                        new Consent(
                                patient,
                                channel,
                                classes,
                                hash,
                                action,
                                effectiveAt,
                                source,
                                evidence,
                                wording,
                                language),
                        List.of());
    }

    private void checkTime(Instant effectiveAt, Instant now) {
        if (effectiveAt.isAfter(now)) {
            fault(Column.EFFECTIVE_AT, "in-the-future");
        } else if (effectiveAt.isBefore(OLDEST)) {
            fault(Column.EFFECTIVE_AT, "too-long-ago");
        }
    }

    /** Marketing needs an express consent that can be shown. */
    private void requireProof() {
        for (var column : List.of(Column.EVIDENCE_REF, Column.WORDING_VERSION)) {
            if (!cells.containsKey(column)) {
                fault(column, "proof-missing");
            }
        }
    }

    private <T> @Nullable T required(Column column, Function<String, T> read) {
        if (!cells.containsKey(column)) {
            fault(column, "missing");
            return null;
        }
        return optional(column, read);
    }

    private <T> @Nullable T optional(Column column, Function<String, T> read) {
        var text = cells.get(column);
        try {
            return text == null ? null : read.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            fault(column, "invalid");
            return null;
        }
    }

    private void fault(Column column, String code) {
        faults.add(new Fault(column.code(), code));
    }

    private static Long patient(String text) {
        var id = Long.parseLong(text);
        if (id <= 0) {
            throw new IllegalArgumentException();
        }
        return id;
    }

    private static Set<ConsentClass> classes(String text) {
        if (text.equalsIgnoreCase("all")) {
            return ConsentClass.OF_MESSAGES;
        }
        var one = ConsentClass.valueOf(text.toUpperCase(Locale.ROOT));
        if (!ConsentClass.OF_MESSAGES.contains(one)) {
            throw new IllegalArgumentException();
        }
        return EnumSet.of(one);
    }

    private static String matching(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    /** What a row says. */
    record Consent(
            long patientId,
            Channel channel,
            Set<ConsentClass> classes,
            @Nullable String addressHash,
            ConsentAction action,
            Instant effectiveAt,
            @Nullable String source,
            @Nullable String evidenceRef,
            @Nullable String wordingVersion,
            @Nullable String language) {}

    /** What is wrong with which cell. */
    record Fault(String field, String code) {}

    /** What a row says, or everything that is wrong with it. */
    record Parsed(@Nullable Consent consent, List<Fault> faults) {

        static Parsed refused(String field, String code) {
            return new Parsed(null, List.of(new Fault(field, code)));
        }
    }
}
