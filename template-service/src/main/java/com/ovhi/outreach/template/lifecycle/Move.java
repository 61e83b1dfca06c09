package com.ovhi.outreach.template.lifecycle;

import static com.ovhi.outreach.template.lifecycle.VersionState.APPROVED;
import static com.ovhi.outreach.template.lifecycle.VersionState.DISCARDED;
import static com.ovhi.outreach.template.lifecycle.VersionState.DRAFT;
import static com.ovhi.outreach.template.lifecycle.VersionState.IN_REVIEW;
import static com.ovhi.outreach.template.lifecycle.VersionState.PUBLISHED;
import static com.ovhi.outreach.template.lifecycle.VersionState.RETIRED;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What can be done to a version, and from which states; the only table of transitions there is. */
enum Move {
    /** Begins it. */
    CREATE(Set.of(), DRAFT),
    /** Changes its text. */
    EDIT(Set.of(DRAFT), DRAFT),
    /** Asks for a review. */
    SUBMIT(Set.of(DRAFT), IN_REVIEW),
    /** Gives it back to its author. */
    RETURN(Set.of(IN_REVIEW, APPROVED), DRAFT),
    /** By somebody who has not written it. */
    APPROVE(Set.of(IN_REVIEW), APPROVED),
    /** Puts it in force, the first time or again; what was in force is retired. */
    PUBLISH(Set.of(APPROVED, RETIRED), PUBLISHED),
    /** Takes it out of force. */
    RETIRE(Set.of(PUBLISHED), RETIRED),
    /** Gives up what nobody has approved. */
    DISCARD(Set.of(DRAFT, IN_REVIEW), DISCARDED);

    private final Set<VersionState> from;
    private final VersionState to;

    Move(Set<VersionState> from, VersionState to) {
        this.from = from;
        this.to = to;
    }

    boolean possibleFrom(VersionState state) {
        return from.contains(state);
    }

    VersionState to() {
        return to;
    }

    /** What can be done to a version in a state. */
    static List<Move> possible(VersionState state) {
        return Arrays.stream(values()).filter(each -> each.possibleFrom(state)).toList();
    }

    /** The name on the wire and in the database. */
    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Move of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
