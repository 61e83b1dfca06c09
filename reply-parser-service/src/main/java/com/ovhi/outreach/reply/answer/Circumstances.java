package com.ovhi.outreach.reply.answer;

/**
 * What the answer to a message depends on, beside what the message means.
 *
 * @param known whether the address is a patient's
 * @param machine whether a machine wrote it, or somebody who only claims to be the sender and is in no danger
 * @param providerAnswered whether the provider acted on it and has answered itself
 * @param optedOut whether no messages may go there
 * @param bareCancel whether it was the bare word for "cancel", taken as an opt-out
 * @param forPerson whether a person will read it
 * @param perhapsStop whether it may ask for no more messages, which nobody has decided yet
 * @param speakable whether one visit is meant and may be spoken of
 * @param toConfirm whether it asks for something that must be confirmed first
 * @param visits what can be offered where it is not known which visit is meant
 * @param asked whether a question back still awaits its answer: nobody is asked two things at a time
 */
record Circumstances(
        boolean known,
        boolean machine,
        boolean providerAnswered,
        boolean optedOut,
        boolean bareCancel,
        boolean forPerson,
        boolean perhapsStop,
        boolean speakable,
        boolean toConfirm,
        Offer visits,
        boolean asked) {

    /** What can be offered to choose from. */
    enum Offer {
        /** Nothing, or nothing that may be spoken of. */
        NONE,
        /** Several visits whose dates must not be said here or do not tell them apart. */
        UNSPOKEN,
        /** Visits by their dates. */
        DATES
    }
}
