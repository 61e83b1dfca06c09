package com.ovhi.outreach.preference.imports;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code consent_import_errors}. All methods run in the caller's transaction. */
@Component
class ImportErrors {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ImportErrors(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    void keep(String importId, List<RowError> errors) {
        batches.batchUpdate(
                """
                INSERT INTO consent_import_errors (import_id, row_number_in_file, field, code, severity)
                VALUES (?, ?, ?, ?, ?)""",
                errors.stream()
                        .map(each -> new Object[] {importId, each.row(), each.field(), each.code(), each.severity()})
                        .toList());
    }

    /** In order of row and field, after a position. */
    List<RowError> find(String importId, Position after, int limit) {
        return jdbc.sql("""
                        SELECT * FROM consent_import_errors WHERE import_id = ?
                        AND (row_number_in_file > ? OR row_number_in_file = ? AND field > ?)
                        ORDER BY row_number_in_file, field LIMIT ?""")
                .params(importId, after.row(), after.row(), after.field(), limit)
                .query((row, number) -> new RowError(
                        row.getInt("row_number_in_file"),
                        row.getString("field"),
                        row.getString("code"),
                        row.getString("severity")))
                .list();
    }

    /** Where a page ended. */
    record Position(int row, String field) {

        static final Position START = new Position(0, "");
    }

    /** What is wrong with which line. */
    record RowError(int row, String field, String code, String severity) {

        static RowError error(int row, CsvRow.Fault fault) {
            return new RowError(row, fault.field(), fault.code(), "error");
        }

        /** The line was recorded, but a revocation outweighs it. */
        static RowError outweighed(int row) {
            return new RowError(row, Column.ACTION.code(), "revocation-stands", "warning");
        }
    }
}
