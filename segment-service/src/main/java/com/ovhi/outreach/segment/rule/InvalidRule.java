package com.ovhi.outreach.segment.rule;

/** A text is not a rule of the language. Neither path nor reason repeats what was written. */
public final class InvalidRule extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    InvalidRule(String path, String reason) {
        super(reason + " at " + (path.isEmpty() ? "the top" : path));
        this.path = path;
        this.reason = reason;
    }

    /** Where it is: a JSON pointer (RFC 6901) into the rule, such as {@code /and/0/</1}; empty for the whole rule. */
    public String path() {
        return path;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
