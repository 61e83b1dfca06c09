package com.ovhi.outreach.segment.rule;

/** What kind of value a part of a rule has. */
enum Type {
    BOOLEAN("true or false"),
    NUMBER("a whole number"),
    TEXT("a text"),
    DATE("a date"),
    LIST("a list"),
    NOTHING("null");

    private final String words;

    Type(String words) {
        this.words = words;
    }

    /** How it is called in an explanation. */
    String words() {
        return words;
    }

    /** Whether values of it have a natural order. */
    boolean ordered() {
        return this == NUMBER || this == DATE;
    }

    /** Whether it can stand where a condition is asked for. */
    boolean condition() {
        return this == BOOLEAN || this == LIST;
    }
}
