package com.ovhi.outreach.reply.understanding;

import java.util.Locale;

/** What the entries of a word list are good for. */
enum Section {
    CONFIRM,
    /** Not quite a yes, such as "no problem". */
    WEAK,
    RESCHEDULE,
    CANCEL,
    /** "Cancel" and its forms without saying what. */
    BARE_CANCEL,
    STOP,
    START,
    HELP,
    NO,
    ACK,
    EMERGENCY,
    WRONG_PERSON,
    AUTO_REPLY,
    POLITE,
    FILLER,
    NEGATOR,
    CONTRAST,
    QUESTION,
    MESSAGING,
    /** What care is about; a stop beside it is not about messages. */
    CARE,
    CLASH,
    NOT_TYPO;

    static Section of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
