package com.ovhi.outreach.scheduler.window;

/** A send window that cannot be judged. */
public final class InvalidWindow extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Flaw {
        /** No zone at all, or absurdly many. */
        ZONES("invalid-zones", "A window needs between 1 and 100 zones"),
        /** A zone this runtime does not know. */
        UNKNOWN_ZONE("unknown-zone", "A zone of the window is not an IANA time zone"),
        /** Only one end, or both the same: that could mean never or always. */
        QUIET_HOURS("invalid-quiet-hours", "Quiet hours need a start and a different end, or neither"),
        /** States that are no codes, or absurdly many. */
        STATES("invalid-states", "States are at most 60 codes of two letters"),
        /** The same as of quiet hours. */
        WORK_HOURS("invalid-work-hours", "Working hours need a start and a different end, or neither");

        private final String code;
        private final String sentence;

        Flaw(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        /** Its stable name. */
        public String code() {
            return code;
        }

        /** Its explanation. */
        public String sentence() {
            return sentence;
        }
    }

    private final Flaw flaw;

    InvalidWindow(Flaw flaw) {
        super(flaw.code());
        this.flaw = flaw;
    }

    /** What is wrong. */
    public Flaw flaw() {
        return flaw;
    }
}
