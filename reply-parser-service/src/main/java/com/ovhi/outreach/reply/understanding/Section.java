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
    /** "Don't cancel": the visit shall stay. */
    KEEP,
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
    /** What leads over to an object: "remove me from the …". */
    ABOUT,
    /** Tells where or when something stops, not what: "stop by", "end of". */
    PLACE,
    CLASH,
    /** Means what its section says only with its accents. */
    ACCENTED,
    NOT_TYPO;

    static Section of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
