package com.ovhi.outreach.template.lifecycle;

import static com.ovhi.outreach.template.lifecycle.VersionState.APPROVED;
import static com.ovhi.outreach.template.lifecycle.VersionState.DRAFT;
import static com.ovhi.outreach.template.lifecycle.VersionState.IN_REVIEW;
import static com.ovhi.outreach.template.lifecycle.VersionState.PUBLISHED;
import static com.ovhi.outreach.template.lifecycle.VersionState.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MoveTests {

    private static final Map<VersionState, Set<Move>> ALLOWED = Map.of(
            DRAFT, Set.of(Move.EDIT, Move.SUBMIT, Move.DISCARD),
            IN_REVIEW, Set.of(Move.APPROVE, Move.RETURN, Move.DISCARD),
            APPROVED, Set.of(Move.PUBLISH, Move.RETURN),
            PUBLISHED, Set.of(Move.RETIRE),
            RETIRED, Set.of(Move.PUBLISH));

    static Stream<Arguments> pairs() {
        return Arrays.stream(VersionState.values())
                .flatMap(state -> Arrays.stream(Move.values()).map(move -> Arguments.of(state, move)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void allowsExactlyWhatTheTableSays(VersionState state, Move move) {
        assertThat(move.possibleFrom(state))
                .isEqualTo(ALLOWED.getOrDefault(state, Set.of()).contains(move));
    }

    @Test
    void cannotReachPublicationWithoutApproval() {
        var reached = Set.of(DRAFT);
        for (var i = 0; i < VersionState.values().length; i++) {
            var from = reached;
            reached = Stream.concat(
                            from.stream(),
                            Arrays.stream(Move.values())
                                    .filter(move -> move != Move.APPROVE)
                                    .filter(move -> from.stream().anyMatch(move::possibleFrom))
                                    .map(Move::to))
                    .collect(Collectors.toUnmodifiableSet());
        }

        assertThat(reached).containsExactlyInAnyOrder(DRAFT, IN_REVIEW, VersionState.DISCARDED);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void writesAndReadsItsNames(VersionState state, Move move) {
        assertThat(VersionState.of(state.code())).isEqualTo(state);
        assertThat(Move.of(move.code())).isEqualTo(move);
    }
}
