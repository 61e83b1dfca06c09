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
        return Sql.format("EXISTS (%s AND l." + elementOf(list) + " = %s)", value(list, ""), Sql.of("?", element));
    }

    private static String elementOf(Variable list) {
        return Fact.of(list) == Fact.TAGS ? "tag" : "segment_id";
    }
}
