package com.ovhi.outreach.orchestrator.scheduling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** What one statement sets in many rows, in each to something else. Not thread-safe. */
final class Cases {

    private final String column;
    private final List<Object> rows = new ArrayList<>();
    private final Map<String, StringBuilder> cases = new LinkedHashMap<>();
    private final MapSqlParameterSource params = new MapSqlParameterSource();

    /** @param column that tells the rows apart */
    Cases(String column) {
        this.column = column;
    }

    /** Goes on to another row. */
    Cases when(Object row) {
        rows.add(row);
        params.addValue("row" + rows.size(), row);
        return this;
    }

    /** Sets a column of it. */
    Cases set(String name, Object value) {
        var number = rows.size();
        params.addValue(name + number, value);
        cases.computeIfAbsent(name, _ -> new StringBuilder()).append(" WHEN :row" + number + " THEN :" + name + number);
        return this;
    }

    /** Such as {@code status = CASE owner WHEN … END}. */
    String assignments() {
        return cases.entrySet().stream()
                .map(each -> each.getKey() + " = CASE " + column + each.getValue() + " END")
                .collect(Collectors.joining(", "));
    }

    /** Those of the assignments, and {@code :rows}. */
    MapSqlParameterSource params() {
        return params.addValue("rows", rows);
    }
}
