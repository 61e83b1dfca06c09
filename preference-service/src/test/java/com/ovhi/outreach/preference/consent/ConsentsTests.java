package com.ovhi.outreach.preference.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentsTests {

    private static final Instant T0 = Instant.parse("2026-03-02T15:00:00Z");
    private static final long ORGANIZATION = 16;

    private final List<ConsentEntry> entries = new ArrayList<>();

    @Test
    void isNeitherGrantedNorRevokedWhenNobodySaidAnything() {
        assertState(ConsentClass.TRANSACTIONAL, false, false);
    }

    @Test
    void holdsAStopAgainstEveryLaterProfile() {
        said(1, ConsentAction.REVOKE, ConsentSource.REPLY);
        said(2, ConsentAction.GRANT, ConsentSource.PROFILE);
        said(9, ConsentAction.GRANT, ConsentSource.PROFILE);

        assertState(ConsentClass.TRANSACTIONAL, false, true);
    }

    @Test
    void liftsAStopByANewerStart() {
        said(1, ConsentAction.REVOKE, ConsentSource.REPLY);
        said(2, ConsentAction.GRANT, ConsentSource.REPLY);

        assertState(ConsentClass.TRANSACTIONAL, true, false);
    }

    /** Where a line from before the address was kept was said is not known, so nothing says that it was here. */
    @ParameterizedTest
    @CsvSource({
        "REPLY, own-telephone, own-telephone, true",
        "REPLY, own-telephone, family-telephone, false",
        "REPLY, own-telephone, , false",
        "REPLY, , own-telephone, false",
        "REPLY, , , false",
        "PROVIDER, own-telephone, own-telephone, true",
        "PROVIDER, own-telephone, family-telephone, false",
        "PROVIDER, , own-telephone, false",
        "PROFILE, , own-telephone, true"
    })
    void liftsAStopByAStartFromTheSameAddressOnly(
            ConsentSource revocation, @Nullable String stopped, @Nullable String started, boolean lifted) {
        entries.add(entry(1, Channel.SMS, ConsentClass.TRANSACTIONAL, ConsentAction.REVOKE, revocation, stopped));
        entries.add(
                entry(2, Channel.SMS, ConsentClass.TRANSACTIONAL, ConsentAction.GRANT, ConsentSource.REPLY, started));

        assertState(ConsentClass.TRANSACTIONAL, lifted, !lifted);
    }

    @Test
    void ignoresAReplayedOlderStart() {
        said(1, ConsentAction.GRANT, ConsentSource.REPLY);
        said(2, ConsentAction.REVOKE, ConsentSource.REPLY);
        said(1, ConsentAction.GRANT, ConsentSource.REPLY);

        assertState(ConsentClass.TRANSACTIONAL, false, true);
    }

    @Test
    void letsRevocationWinATie() {
        said(1, ConsentAction.GRANT, ConsentSource.REQUEST);
        said(1, ConsentAction.REVOKE, ConsentSource.REPLY);

        assertState(ConsentClass.TRANSACTIONAL, false, true);
    }

    @Test
    void keepsTheClassesApart() {
        entries.add(entry(1, Channel.SMS, ConsentClass.MARKETING, ConsentAction.REVOKE, ConsentSource.REPLY));

        assertState(ConsentClass.TRANSACTIONAL, false, false);
        assertState(ConsentClass.MARKETING, false, true);
    }

    @Test
    void countsRevocationsOfAnyOrganizationButGrantsOfItsOwnOnly() {
        entries.add(new ConsentEntry(
                1176,
                99,
                Channel.SMS,
                ConsentClass.MARKETING,
                ConsentAction.GRANT,
                ConsentSource.REQUEST,
                T0,
                Evidence.ofPatient("test", null)));
        assertState(ConsentClass.MARKETING, false, false);

        entries.add(new ConsentEntry(
                1176,
                99,
                Channel.SMS,
                ConsentClass.MARKETING,
                ConsentAction.REVOKE,
                ConsentSource.REQUEST,
                T0,
                Evidence.ofPatient("test", null)));
        assertState(ConsentClass.MARKETING, false, true);
    }

    @ParameterizedTest
    @CsvSource({
        "REPLY, REPLY, true",
        "REPLY, PROVIDER, true",
        "REPLY, PROFILE_OPT_OUT, false",
        "REPLY, UNSUBSCRIBE, false",
        "REPLY, REQUEST, false",
        "PROFILE, PROFILE, true",
        "PROFILE, PROFILE_OPT_OUT, false",
        "PROFILE, REPLY, false",
        "PROFILE, REQUEST, false",
        "REQUEST, REPLY, true",
        "REQUEST, UNSUBSCRIBE, true",
        "REQUEST, PROFILE_OPT_OUT, true",
        "UNSUBSCRIBE, UNSUBSCRIBE, false"
    })
    void liftsOnlyWhatTheSourceIsStrongEnoughFor(ConsentSource grant, ConsentSource revocation, boolean lifted) {
        said(1, ConsentAction.REVOKE, revocation);
        said(2, ConsentAction.GRANT, grant);

        assertState(ConsentClass.TRANSACTIONAL, lifted, !lifted);
    }

    /** Arrival order and repetition decide nothing: every permutation of up to six lines, some of them twice. */
    @Test
    void comesToTheSameInEveryOrderOfArrival() {
        var random = new Random(7);
        for (var round = 0; round < 60; round++) {
            var lines = new ArrayList<ConsentEntry>();
            for (var i = 0; i < 5; i++) {
                lines.add(anyEntry(random));
            }
            lines.add(lines.getFirst());
            var expected = state(lines);
            permutations(lines).forEach(each -> assertThat(state(each)).isEqualTo(expected));
        }
    }

    /** The newest word of the strongest kind decides, whatever came before it. */
    @Test
    void neverGrantsAfterAnUnliftedRevocation() {
        var random = new Random(11);
        for (var round = 0; round < 500; round++) {
            var lines = new ArrayList<ConsentEntry>();
            for (var i = 0; i < 8; i++) {
                lines.add(anyEntry(random));
            }
            lines.add(entry(50, Channel.SMS, ConsentClass.TRANSACTIONAL, ConsentAction.REVOKE, ConsentSource.REPLY));
            Collections.shuffle(lines, random);

            assertThat(state(lines)).isEqualTo("revoked");
        }
    }

    private static Stream<List<ConsentEntry>> permutations(List<ConsentEntry> lines) {
        if (lines.size() <= 1) {
            return Stream.of(lines);
        }
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1).flatMap(i -> {
            var rest = new ArrayList<>(lines);
            var head = rest.remove((int) i);
            return permutations(rest).map(tail -> {
                var whole = new ArrayList<ConsentEntry>();
                whole.add(head);
                whole.addAll(tail);
                return whole;
            });
        });
    }

    private static String state(List<ConsentEntry> lines) {
        var consents = Consents.of(lines, ORGANIZATION);
        return consents.revoked(Channel.SMS, ConsentClass.TRANSACTIONAL)
                ? "revoked"
                : consents.granted(Channel.SMS, ConsentClass.TRANSACTIONAL) ? "granted" : "unsaid";
    }

    private static ConsentEntry anyEntry(Random random) {
        var sources = ConsentSource.values();
        return entry(
                random.nextInt(10),
                Channel.SMS,
                ConsentClass.TRANSACTIONAL,
                random.nextBoolean() ? ConsentAction.GRANT : ConsentAction.REVOKE,
                sources[random.nextInt(sources.length)],
                random.nextBoolean() ? "own-telephone" : "family-telephone");
    }

    private void said(int minute, ConsentAction action, ConsentSource source) {
        entries.add(entry(minute, Channel.SMS, ConsentClass.TRANSACTIONAL, action, source));
    }

    private static ConsentEntry entry(
            int minute, Channel channel, ConsentClass consentClass, ConsentAction action, ConsentSource source) {
        return entry(minute, channel, consentClass, action, source, "own-telephone");
    }

    private static ConsentEntry entry(
            int minute,
            Channel channel,
            ConsentClass consentClass,
            ConsentAction action,
            ConsentSource source,
            @Nullable String from) {
        return new ConsentEntry(
                1176,
                ORGANIZATION,
                channel,
                consentClass,
                null,
                action,
                source,
                T0.plusSeconds(60L * minute),
                Evidence.ofPatient("test", null),
                from);
    }

    private void assertState(ConsentClass consentClass, boolean granted, boolean revoked) {
        var consents = Consents.of(entries, ORGANIZATION);
        assertThat(consents.granted(Channel.SMS, consentClass)).as("granted").isEqualTo(granted);
        assertThat(consents.revoked(Channel.SMS, consentClass)).as("revoked").isEqualTo(revoked);
        assertThat(consents.revoked(Channel.EMAIL, consentClass)).isFalse();
    }
}
