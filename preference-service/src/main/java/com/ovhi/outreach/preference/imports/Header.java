package com.ovhi.outreach.preference.imports;

import com.ovhi.outreach.common.web.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Which column is where. */
record Header(List<Column> columns) {

    /**
     * Reads the first line of a file.
     *
     * @throws ProblemException 422 when a column is unknown, missing or there twice
     */
    static Header read(String line) {
        var names = CsvRow.cells(line)
                .orElseThrow(() -> ProblemException.unprocessable("invalid-header", "The first line is not readable"));
        var columns = new ArrayList<Column>();
        for (var i = 0; i < names.size(); i++) {
            columns.add(column(names.get(i), i + 1));
        }
        for (var column : Column.values()) {
            require(columns, column);
        }
        return new Header(List.copyOf(columns));
    }

    private static Column column(String name, int position) {
        return Column.of(name)
                .orElseThrow(() -> ProblemException.unprocessable("invalid-header", "A column is not known")
                        .with("column", position));
    }

    private static void require(List<Column> columns, Column column) {
        var count = columns.stream().filter(column::equals).count();
        if (count > 1 || count == 0 && column.required()) {
            throw ProblemException.unprocessable(
                            "invalid-header", count > 1 ? "A column is there twice" : "A column is missing")
                    .with("column_name", column.code());
        }
    }

    /** In one text, for the database. */
    String code() {
        return columns.stream().map(Column::code).collect(Collectors.joining(","));
    }

    static Header ofCode(String code) {
        return new Header(Arrays.stream(code.split(",", -1))
                .map(each -> Column.of(each).orElseThrow())
                .toList());
    }
}
