package com.ovhi.outreach.preference.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ConsentsPropertyTests {

    private static final Instant T0 = Instant.parse("2026-03-02T15:00:00Z");
    private static final long ORGANIZATION = 16;
    private static final Map<Channel, String> ADDRESSES = Map.of(Channel.SMS, "a".repeat(32));

    @Property
    void comeToTheSameInEveryOrderAndWithEveryRepetition(
            @ForAll("ledgers") List<ConsentEntry> entries, @ForAll Random random) {
        var replayed = new ArrayList<>(entries);
        entries.forEach(each -> replayed.addAll(Collections.nCopies(random.nextInt(3), each)));
        Collections.shuffle(replayed, random);

        assertThat(states(replayed)).isEqualTo(states(entries));
    }

    @Property
    void holdARevocationUntilANewerAndStrongEnoughGrant(@ForAll("ledgers") List<ConsentEntry> entries) {
        var consents = consents(entries);

        for (var consentClass : ConsentClass.values()) {
            var expected = entries.stream()
                    .filter(each -> relevant(each, consentClass) && each.action() == ConsentAction.REVOKE)
                    .anyMatch(revocation -> entries.stream()
                            .filter(each -> relevant(each, consentClass)
                                    && each.action() == ConsentAction.GRANT
                                    && each.organizationId() == ORGANIZATION)
                            .noneMatch(grant -> grant.effectiveAt().isAfter(revocation.effectiveAt())
                                    && grant.source().lifts(revocation.source())
                                    && (grant.source() != ConsentSource.REPLY
                                            || revocation.source() == ConsentSource.PROFILE
                                            || Objects.equals(grant.spokenFrom(), revocation.spokenFrom())
                                                    && grant.spokenFrom() != null)));
            assertThat(consents.revoked(Channel.SMS, consentClass)).isEqualTo(expected);
            assertThat(consents.revoked(Channel.SMS, consentClass) && consents.granted(Channel.SMS, consentClass))
                    .isFalse();
        }
    }

    @Property
    void stayRevokedBySomethingSaidAfterAGrantHoweverExactlyEitherWasTold(
            @ForAll("micros") long granted,
            @ForAll("micros") long revoked,
            @ForAll("units") ChronoUnit grantTold,
            @ForAll("units") ChronoUnit revocationTold) {
        var later = Math.max(granted, revoked);
        var earlier = Math.min(granted, revoked);
        var grant = told(ConsentAction.GRANT, ConsentSource.REQUEST, earlier, grantTold);
        var revocation = told(ConsentAction.REVOKE, ConsentSource.REPLY, later, revocationTold);

        assertThat(consents(List.of(grant, revocation)).revoked(Channel.SMS, ConsentClass.TRANSACTIONAL))
                .isTrue();
    }

    @Property
    void areGrantedBySomethingSaidInALaterSecond(
            @ForAll("micros") long revoked,
            @ForAll("units") ChronoUnit told,
            @ForAll("units") ChronoUnit revocationTold) {
        var nextSecond = (revoked / 1_000_000 + 1) * 1_000_000;
        var grant = told(ConsentAction.GRANT, ConsentSource.REQUEST, nextSecond, told);
        var revocation = told(ConsentAction.REVOKE, ConsentSource.REPLY, revoked, revocationTold);

        assertThat(consents(List.of(grant, revocation)).granted(Channel.SMS, ConsentClass.TRANSACTIONAL))
                .isTrue();
    }

    @Property
    void areRevokedByAStopThatIsNewerThanEverything(@ForAll("ledgers") List<ConsentEntry> entries) {
        var stopped = new ArrayList<>(entries);
        stopped.add(entry(50, 16, ConsentClass.MARKETING, null, ConsentAction.REVOKE, ConsentSource.REPLY));

        assertThat(consents(stopped).revoked(Channel.SMS, ConsentClass.MARKETING))
                .isTrue();
    }

    @Property
    void areStillRevokedAfterAnyNumberOfStartsFromElsewhere(
            @ForAll("ledgers") List<ConsentEntry> entries,
            @ForAll("starts") List<ConsentEntry> starts,
            @ForAll Random random) {
        var all = new ArrayList<>(entries);
        all.removeIf(each -> each.source() == ConsentSource.REQUEST);
        all.add(entry(
                6, 16, ConsentClass.TRANSACTIONAL, null, ConsentAction.REVOKE, ConsentSource.REPLY, "c".repeat(32)));
        all.addAll(starts);
        Collections.shuffle(all, random);

        assertThat(consents(all).revoked(Channel.SMS, ConsentClass.TRANSACTIONAL))
                .isTrue();
    }

    @Property
    void areNotChangedByWhatIsOlderThanTheLastRevocation(
            @ForAll("ledgers") List<ConsentEntry> entries, @ForAll("entries") ConsentEntry late) {
        var known = new ArrayList<>(entries);
        known.add(entry(50, 16, ConsentClass.TRANSACTIONAL, null, ConsentAction.REVOKE, ConsentSource.UNSUBSCRIBE));
        var before = states(known);
        known.add(late);

        assertThat(states(known).getFirst()).isEqualTo(before.getFirst()).isEqualTo("revoked");
    }

    @Property
    void knowAtEveryTimeWhatASnapshotTakenThenWouldHaveKnown(
            @ForAll("ledgers") List<ConsentEntry> entries, @ForAll("minutes") int minute) {
        var at = T0.plusSeconds(60L * minute);
        var snapshot =
                entries.stream().filter(each -> !each.effectiveAt().isAfter(at)).toList();

        for (var consentClass : ConsentClass.values()) {
            assertThat(ConsentAt.of(consents(entries).at(at), Channel.SMS, consentClass))
                    .usingRecursiveComparison()
                    .ignoringFields("decidedBy")
                    .isEqualTo(ConsentAt.of(consents(snapshot), Channel.SMS, consentClass));
        }
    }

    @Property
    void nameALineThatSaysWhatTheyCameTo(@ForAll("ledgers") List<ConsentEntry> entries) {
        var consents = consents(entries);

        for (var consentClass : ConsentClass.values()) {
            var decisive = consents.decisive(Channel.SMS, consentClass);
            assertThat(decisive.map(ConsentEntry::action).orElse(null))
                    .isEqualTo(
                            consents.revoked(Channel.SMS, consentClass)
                                    ? ConsentAction.REVOKE
                                    : consents.granted(Channel.SMS, consentClass) ? ConsentAction.GRANT : null);
        }
    }

    /** Two seconds, to the microsecond. */
    @Provide
    Arbitrary<Long> micros() {
        return Arbitraries.longs().between(0, 1_999_999);
    }

    @Provide
    Arbitrary<ChronoUnit> units() {
        return Arbitraries.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS, ChronoUnit.MICROS);
    }

    private static ConsentEntry told(ConsentAction action, ConsentSource source, long micros, ChronoUnit unit) {
        var at = T0.plus(micros, ChronoUnit.MICROS).truncatedTo(unit);
        return new ConsentEntry(
                1176,
                ORGANIZATION,
                Channel.SMS,
                ConsentClass.TRANSACTIONAL,
                action,
                source,
                at,
                Evidence.ofPatient("test", null));
    }

    @Provide
    Arbitrary<List<ConsentEntry>> ledgers() {
        return entries().list().ofMaxSize(10);
    }

    @Provide
    Arbitrary<Integer> minutes() {
        return Arbitraries.integers().between(0, 12);
    }

    @Provide
    Arbitrary<ConsentEntry> entries() {
        return Combinators.combine(
                        minutes(),
                        Arbitraries.of(16L, 99L),
                        Arbitraries.of(ConsentClass.class),
                        Arbitraries.of("a".repeat(32), "b".repeat(32)).injectNull(0.6),
                        Arbitraries.of(ConsentAction.class),
                        Arbitraries.of(ConsentSource.class),
                        speakers())
                .as(ConsentsPropertyTests::entry);
    }

    @Provide
    Arbitrary<List<ConsentEntry>> starts() {
        return Combinators.combine(minutes(), speakers())
                .as((minute, from) -> entry(
                        minute, 16, ConsentClass.TRANSACTIONAL, null, ConsentAction.GRANT, ConsentSource.REPLY, from))
                .list()
                .ofMaxSize(5);
    }

    private static Arbitrary<@Nullable String> speakers() {
        return Arbitraries.of("a".repeat(32), "b".repeat(32)).injectNull(0.2);
    }

    private static boolean relevant(ConsentEntry entry, ConsentClass consentClass) {
        return entry.consentClass() == consentClass
                && (entry.addressHash() == null || entry.addressHash().equals(ADDRESSES.get(Channel.SMS)));
    }

    private static Consents consents(List<ConsentEntry> entries) {
        return Consents.of(entries, ORGANIZATION, ADDRESSES);
    }

    private static List<String> states(List<ConsentEntry> entries) {
        var consents = consents(entries);
        return List.of(ConsentClass.values()).stream()
                .map(each -> consents.revoked(Channel.SMS, each)
                        ? "revoked"
                        : consents.granted(Channel.SMS, each) ? "granted" : "unsaid")
                .toList();
    }

    private static ConsentEntry entry(
            int minute,
            long organization,
            ConsentClass consentClass,
            @Nullable String address,
            ConsentAction action,
            ConsentSource source) {
        return entry(minute, organization, consentClass, address, action, source, null);
    }

    private static ConsentEntry entry(
            int minute,
            long organization,
            ConsentClass consentClass,
            @Nullable String address,
            ConsentAction action,
            ConsentSource source,
            @Nullable String from) {
        return new ConsentEntry(
                1176,
                organization,
                Channel.SMS,
                consentClass,
                address,
                action,
                source,
                T0.plusSeconds(60L * minute),
                Evidence.ofPatient("test", null),
                from);
    }
}
