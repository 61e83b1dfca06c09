package com.ovhi.outreach.preference.consent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What consent came to at a time.
 *
 * @param permitted whether a message of the class could be sent, as far as consent goes: transactional ones unless
 *     revoked, marketing only when granted
 * @param decidedBy the line that decided, null when nobody had said anything
 */
record ConsentAt(
        State state,
        boolean permitted,
        String sentence,
        @Nullable ConsentEntry decidedBy) {

    static ConsentAt of(Consents consents, Channel channel, ConsentClass consentClass) {
        var state = consents.revoked(channel, consentClass)
                ? State.REVOKED
                : consents.granted(channel, consentClass) ? State.GRANTED : State.UNSAID;
        var permitted = state == State.GRANTED || state == State.UNSAID && consentClass == ConsentClass.TRANSACTIONAL;
        return new ConsentAt(
                state,
                permitted,
                sentence(state, consentClass),
                consents.decisive(channel, consentClass).orElse(null));
    }

    private static String sentence(State state, ConsentClass consentClass) {
        return switch (state) {
            case REVOKED -> "The patient had said no, and nothing newer and strong enough had lifted it.";
            case GRANTED -> "The patient had said yes, and no revocation stood against it.";
            case UNSAID ->
                switch (consentClass) {
                    case TRANSACTIONAL -> "The patient had said nothing; messages about their own care were permitted.";
                    case MARKETING -> "The patient had said nothing; marketing needs an explicit yes.";
                    case UNENCRYPTED ->
                        "The patient had said nothing; details in unencrypted e-mail need an explicit yes after a warning.";
                };
        };
    }

    /** What the ledger said. */
    enum State {
        @JsonProperty("granted")
        GRANTED,
        @JsonProperty("revoked")
        REVOKED,
        @JsonProperty("unsaid")
        UNSAID
    }
}
