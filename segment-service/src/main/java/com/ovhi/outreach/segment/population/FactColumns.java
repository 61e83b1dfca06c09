package com.ovhi.outreach.segment.population;

import com.ovhi.outreach.segment.rule.Columns;
import com.ovhi.outreach.segment.rule.Sql;
import com.ovhi.outreach.segment.rule.Variable;
import java.time.LocalDate;

/** The variables over the row {@code f} of {@code patients}, on a day. */
record FactColumns(LocalDate today) implements Columns {

    @Override
    public Sql value(Variable variable, String argument) {
        return Fact.of(variable).column(today, argument);
    }

    @Override
    public Sql any(Variable list) {
        return Sql.format("EXISTS (%s)", value(list, ""));
    }

    @Override
    public Sql contains(Variable list, Object element) {
        return some(list, Sql.format(elementOf(list) + " = %s", Sql.of("?", element)));
    }

    @Override
    public Sql some(Variable list, Sql condition) {
        return Sql.format("EXISTS (%s AND %s)", value(list, ""), condition);
    }

    @Override
    public Columns elements(Variable list) {
        return new Elements(elementOf(list));
    }

    private static String elementOf(Variable list) {
        return Fact.of(list) == Fact.TAGS ? "l.tag" : "l.segment_id";
    }

    /** An element of a list. */
    private record Elements(String column) implements Columns {

        @Override
        public Sql value(Variable variable, String argument) {
            return Sql.of(column);
        }

        @Override
        public Sql any(Variable list) {
            throw noList();
        }

        @Override
        public Sql contains(Variable list, Object element) {
            throw noList();
        }

        @Override
        public Sql some(Variable list, Sql condition) {
            throw noList();
        }

        @Override
        public Columns elements(Variable list) {
            throw noList();
        }

        private static IllegalStateException noList() {
            return new IllegalStateException("There are no lists in lists");
        }
    }
}
