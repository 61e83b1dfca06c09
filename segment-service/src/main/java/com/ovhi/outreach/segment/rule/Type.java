package com.ovhi.outreach.segment.rule;

import java.util.Locale;

/** What kind of value a part of a rule has. */
public enum Type {
    BOOLEAN("true or false"),
    NUMBER("a whole number"),
    /** What a division yields, and numbers that meet it. */
    FRACTION("a number"),
    TEXT("a text"),
    DATE("a date"),
    TEXTS("a list of texts"),
    NUMBERS("a list of numbers"),
    NOTHING("null");

    private final String words;

    Type(String words) {
        this.words = words;
    }

    /** The name in the published vocabulary. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How it is called in an explanation. */
    String words() {
        return words;
    }

    /** Whether values of it have an order. */
    boolean ordered() {
        return number() || this == DATE;
    }

    /** Whether one can count with it. */
    boolean number() {
        return this == NUMBER || this == FRACTION;
    }

    boolean list() {
        return this == TEXTS || this == NUMBERS;
    }

    /** The type of what is in a list. */
    Type element() {
        return switch (this) {
            case TEXTS -> TEXT;
            case NUMBERS -> NUMBER;
            case BOOLEAN, NUMBER, FRACTION, TEXT, DATE, NOTHING ->
                throw new IllegalStateException(this + " is no list");
        };
    }

    /** Whether it can stand where a condition is asked for. */
    boolean condition() {
        return this == BOOLEAN || list();
    }
}
