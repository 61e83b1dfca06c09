package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.preference.imports.ImportErrors.RowError;
import java.io.IOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Errors as a table for a spreadsheet. */
final class ErrorReport {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader("row", "field", "code", "severity")
            .get();
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final CSVPrinter printer;

    ErrorReport(Appendable out) throws IOException {
        printer = new CSVPrinter(out, FORMAT);
    }

    void add(List<RowError> errors) throws IOException {
        for (var each : errors) {
            printer.printRecord(each.row(), safe(each.field()), safe(each.code()), safe(each.severity()));
        }
        printer.flush();
    }

    /** A spreadsheet takes a cell that starts like this for a formula, unless an apostrophe stands before it. */
    static String safe(String cell) {
        return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }
}
