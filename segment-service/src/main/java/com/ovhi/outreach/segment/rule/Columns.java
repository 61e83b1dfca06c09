package com.ovhi.outreach.segment.rule;

/** Where a statement finds what rules ask for. */
public interface Columns {

    /** The value of a variable that is no list; truths are never NULL. */
    Sql value(Variable variable, String argument);

    /** Whether a list holds anything; never NULL. */
    Sql any(Variable list);

    /** Whether a list holds an element; never NULL. */
    Sql contains(Variable list, Object element);
}
