package com.ovhi.outreach.channel.answer;

/**
 * What stands against an answer.
 *
 * @param passing whether it may pass by itself soon, so that the answer waits
 */
record Objection(String code, boolean passing) {

    static Objection forGood(String code) {
        return new Objection(code, false);
    }

    static Objection passing(String code) {
        return new Objection(code, true);
    }
}
