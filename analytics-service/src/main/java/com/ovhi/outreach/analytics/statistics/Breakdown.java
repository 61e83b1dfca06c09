package com.ovhi.outreach.analytics.statistics;

import com.ovhi.outreach.analytics.report.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Counts by group, as they may be shown.
 *
 * @param rows in the order of the groups; one without dimensions
 * @param totals of all of them
 */
record Breakdown(List<Dimension> dimensions, List<Row> rows, Counts totals) {

    /** A file of all rows, with their dimensions and all counts. */
    ResponseEntity<String> file(String name) {
        var heading = Stream.concat(dimensions.stream().map(Dimension::code), Counts.COLUMNS.stream())
                .toList();
        return Csv.file(name, heading, rows.stream().map(Row::fields).toList());
    }

    /** @param key values of the dimensions, by their codes */
    record Row(Map<String, String> key, Counts counts) {

        /** The values of the key in one line. */
        String label() {
            return String.join(" / ", key.values());
        }

        private List<@Nullable Object> fields() {
            var fields = new ArrayList<@Nullable Object>(key.values());
            fields.addAll(counts.values());
            return fields;
        }
    }
}
