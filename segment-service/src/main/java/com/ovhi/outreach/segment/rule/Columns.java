package com.ovhi.outreach.segment.rule;

/** Where a statement finds what rules ask for. */
public interface Columns {

    /** The value of a variable that is no list; truths are never NULL. */
    Sql value(Variable variable, String argument);

    /** Whether a list holds anything; never NULL. */
    Sql any(Variable list);

    /** Whether a list holds an element; never NULL. */
    Sql contains(Variable list, Object element);

    /** Whether a list holds an element that meets a condition on {@link #elements}; never NULL. */
    Sql some(Variable list, Sql condition);

    /** Where a condition finds an element of a list: it has one value, and no list. */
    Columns elements(Variable list);
}
