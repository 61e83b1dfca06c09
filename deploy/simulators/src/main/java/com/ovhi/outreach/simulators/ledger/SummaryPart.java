package com.ovhi.outreach.simulators.ledger;

/** Something that has a word to say in the summary. */
public interface SummaryPart {

    /** The name of this part. */
    String name();

    /** What there is to say now, ready for JSON. */
    Object summary();
}
