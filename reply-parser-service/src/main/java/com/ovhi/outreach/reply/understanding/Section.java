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
    /** Contains a negation that denies nothing: "don't worry". */
    EASE,
    CONTRAST,
    QUESTION,
    MESSAGING,
    /** What care is about; a stop beside it is not about messages. */
    CARE,
    /** What else can be cancelled, ended or wrong beside visits and messages, where it is the object: "cancel my ride". */
    THING,
    /** Who and what else may be sent, written to or disturbed: "don't contact my husband", "no ambulance". */
    OTHERS,
    /** Ends a phrase whose object is still to come: "no more of", "schicken Sie keine". */
    AWAITING,
    /** Says that somebody died or moved away, and so why no messages are wanted. */
    GONE,
    /** Says that somebody comes and gets it, so that "don't send" is about a thing: "I'll pick it up". */
    FETCH,
    /** Verbs of sending, whose object is a thing even where they name who gets it: "don't send me". */
    SENDING,
    /** Verbs of writing to somebody or disturbing them, whose object may be somebody else. */
    REACHING,
    /** Beside such a verb says whom, or that it goes on: "me", "anymore". Then nobody else is meant. */
    COMPLETE,
    /** What leads over to an object: "remove me from the …". */
    ABOUT,
    /** Tells where or when something stops, not what: "stop by", "end of". */
    PLACE,
    /** Bounds a wish: "don't text me before nine", "can't make it by ten". */
    LIMIT,
    /** The same where the bound comes first, as in Hindi. */
    LIMIT_BEFORE,
    /** In which language, at which place, to which number: "don't text me at work" may be about how or about whether. */
    ROUTE,
    /** The same where it comes first. */
    ROUTE_BEFORE,
    /** Makes a stop a report of one: "why did you stop texting me". */
    REPORTED,
    /** The same where the verb comes last: "Ich habe keine SMS erhalten". */
    REPORTED_AFTER,
    /** Denies, as the last word of a clause, what it asks for: "löschen Sie meine Nummer nicht". */
    DENIED_AFTER,
    /** Says that something is not wanted: "I don't want". */
    REFUSE,
    /** Verbs that take away or end: "delete", "discontinue". */
    REMOVE,
    /** What an address of ours is called: "number". */
    ADDRESS,
    /** May stand inside a phrase without changing it: "please", "unfortunately". */
    PADDING,
    /** May stand between what shall stop and what messages are called: "stop sending me any of these texts". */
    LINK,
    /** Lends weight to a stop: "stop it right now". */
    EMPHASIS,
    /** Who something happens to: "I". */
    SUBJECT,
    /** Makes a promise or a refusal uncertain: "maybe", "if". */
    UNSURE,
    /** Opens another clause where no punctuation does: "because". */
    CLAUSE,
    /** Ends one that comes first, in Korean as the ending of its last word: "that is why", {@code 니까}. */
    CLAUSE_BEFORE,
    /** An opt-out but for what stands beside it, see {@link WordList.Form}; lists name what only resembles one. */
    DOUBTED_STOP,
    /** Does not fit a promise to come to this visit: "instead", "next week". */
    OTHERWISE,
    /** Opens a question that asks for a deed, not for a fact: "can you". */
    REQUEST,
    CLASH,
    /** A clash word that means stop only in answer to a question of ours. */
    PROMPTED,
    /** Means what its section says only with its accents. */
    ACCENTED,
    NOT_TYPO;

    static Section of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
