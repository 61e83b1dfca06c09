package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.web.ProblemException;

/** Refuses what a version's state does not allow. */
final class Transitions {

    private Transitions() {}

    /**
     * Checks.
     *
     * @throws ProblemException 409 {@code illegal-transition}
     */
    static void check(Version version, Move move) {
        if (!move.possibleFrom(version.state())) {
            throw illegal(version, move);
        }
    }

    /** 409 with the state the version is in and what could be done to it. */
    static ProblemException illegal(Version version, Move move) {
        return ProblemException.conflict(
                        "illegal-transition", "The version is in a state in which this cannot be done to it")
                .with("version", version.number())
                .with("state", version.state().code())
                .with("move", move.code())
                .with(
                        "possible",
                        Move.possible(version.state()).stream().map(Move::code).toList());
    }
}
