package com.ovhi.outreach.segment.rule;

/** Operators of JsonLogic that rules do not have, each with why (ADR 73). */
public enum LeftOut {
    MAP("map", Reasons.LISTS),
    FILTER("filter", Reasons.LISTS),
    REDUCE("reduce", Reasons.LISTS),
    MERGE("merge", Reasons.LISTS),
    CAT("cat", Reasons.TEXTS),
    SUBSTR("substr", Reasons.TEXTS),
    LOG("log", "a rule has no effect but its answer");

    private final String symbol;
    private final String reason;

    LeftOut(String symbol, String reason) {
        this.symbol = symbol;
        this.reason = reason;
    }

    /** The name in JsonLogic. */
    public String symbol() {
        return symbol;
    }

    /** Why, for people. */
    public String reason() {
        return reason;
    }

    private static final class Reasons {
        private static final String LISTS =
                "makes a list, and a condition asks a list with in, some, all, none and !! only, of which each says as much";
        private static final String TEXTS =
                "makes a text, and attributes hold codes and names that are compared as a whole";
    }
}
