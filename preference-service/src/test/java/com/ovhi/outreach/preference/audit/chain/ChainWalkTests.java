package com.ovhi.outreach.preference.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.SettableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainWalkTests {

    private static final long ORGANIZATION = 16;
    private static final Instant AT = SettableClock.START;

    private final AuditKeys keys = AuditKeys.of(new byte[32], List.of());
    private final List<ChainedEntry> rows = chain(keys, 10);

    @Test
    void findsNothingInAnUntouchedChain() {
        assertThat(walk()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void findsAnEditedEntry(int seq) {
        var row = rows.get(seq - 1);
        rows.set(seq - 1, at(row, seq, entry(99), row.createdAt()));

        assertThat(walk()).contains(new Finding(seq, Tampering.EDITED));
    }

    @Test
    void findsAnEntryWhoseTimeWasMoved() {
        var row = rows.get(4);
        rows.set(4, at(row, 5, row.entry(), row.createdAt().plusSeconds(1)));

        assertThat(walk()).contains(new Finding(5, Tampering.EDITED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void findsADeletedEntry(int seq) {
        rows.remove(seq - 1);

        assertThat(walk()).contains(new Finding(seq, Tampering.DELETED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void findsADeletedEntryAlthoughTheOthersWereRenumbered(int seq) {
        rows.remove(seq - 1);
        renumber();

        assertThat(walk()).contains(new Finding(seq, Tampering.DELETED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void findsNeighboursThatChangedPlaces(int seq) {
        var first = rows.get(seq - 1);
        rows.set(seq - 1, rows.get(seq));
        rows.set(seq, first);
        renumber();

        assertThat(walk()).contains(new Finding(seq, Tampering.REORDERED));
    }

    @Test
    void findsAnEntryMovedToTheEnd() {
        var moved = rows.remove(3);
        rows.add(at(moved, 11, moved.entry(), moved.createdAt()));

        assertThat(walk()).contains(new Finding(4, Tampering.REORDERED));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void findsAForgedEntryThatPushedTheOthersBack(int seq) {
        var forged = at(rows.get(seq - 1), seq, entry(77), AT);
        rows.add(seq - 1, forged);
        renumber();

        assertThat(walk()).contains(new Finding(seq, Tampering.INSERTED));
    }

    @Test
    void findsAForgedEntryThatSharesTheNumberOfAnother() {
        rows.add(5, at(rows.get(4), 5, entry(77), AT));

        assertThat(walk()).contains(new Finding(5, Tampering.INSERTED));
    }

    @Test
    void findsACopyOfAnOldEntry() {
        rows.add(7, rows.get(2));
        renumber();

        assertThat(walk()).contains(new Finding(8, Tampering.INSERTED));
    }

    @Test
    void findsAnEntrySealedByAnotherKey() {
        var other = chain(AuditKeys.of(filled(1), List.of()), 10);
        rows.set(4, other.get(4));

        assertThat(walk()).contains(new Finding(5, Tampering.EDITED));
    }

    @Test
    void readsWhatAFormerKeySealed() {
        var rotated = AuditKeys.of(filled(7), List.of(new byte[32]));
        var last = rows.getLast();
        rows.add(ChainedEntry.seal(rotated, entry(11), 11, AT, last.hash()));

        assertThat(walk(rotated)).isEmpty();
        assertThat(walk()).contains(new Finding(11, Tampering.EDITED));
    }

    @Test
    void acceptsNoEntryOfAnotherOrganisation() {
        var foreign = new AuditEntry("e5", 17, 5L, "u", "access", Map.of(), null, null, AT);
        rows.set(4, at(rows.get(4), 5, foreign, AT));

        assertThat(walk()).contains(new Finding(5, Tampering.EDITED));
    }

    @Test
    void tellsFieldsThatOnlyRunIntoEachOther() {
        var one = new AuditEntry("ab", ORGANIZATION, null, "c", "access", Map.of("k", "v"), "1", null, AT);
        var other = new AuditEntry("a", ORGANIZATION, null, "bc", "access", Map.of("k", "v"), "1", null, AT);
        var missing = new AuditEntry("ab", ORGANIZATION, null, "c", "access", Map.of("k", "v"), null, "1", AT);

        assertThat(one.canonical(AT)).isNotEqualTo(other.canonical(AT)).isNotEqualTo(missing.canonical(AT));
    }

    private Optional<Finding> walk() {
        return walk(keys);
    }

    private Optional<Finding> walk(AuditKeys keys) {
        var walk = new ChainWalk(keys, lookup(), 0, ChainedEntry.genesis(ORGANIZATION));
        return rows.stream()
                .sorted(Comparator.comparingLong(ChainedEntry::seq))
                .map(walk::step)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private ChainWalk.Lookup lookup() {
        return new ChainWalk.Lookup() {
            @Override
            public List<ChainedEntry> behind(byte[] hash) {
                return rows.stream()
                        .filter(each -> Arrays.equals(each.previousHash(), hash))
                        .toList();
            }

            @Override
            public List<ChainedEntry> withHash(byte[] hash) {
                return rows.stream()
                        .filter(each -> Arrays.equals(each.hash(), hash))
                        .toList();
            }
        };
    }

    private void renumber() {
        for (var i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            rows.set(i, at(row, i + 1, row.entry(), row.createdAt()));
        }
    }

    private static ChainedEntry at(ChainedEntry row, long seq, AuditEntry entry, Instant createdAt) {
        return new ChainedEntry(entry, seq, createdAt, row.keyId(), row.previousHash(), row.hash());
    }

    private static List<ChainedEntry> chain(AuditKeys keys, int length) {
        var rows = new ArrayList<ChainedEntry>();
        @Nullable ChainedEntry last = null;
        for (var seq = 1; seq <= length; seq++) {
            var previous = last == null ? ChainedEntry.genesis(ORGANIZATION) : last.hash();
            last = ChainedEntry.seal(keys, entry(seq), seq, AT, previous);
            rows.add(last);
        }
        return rows;
    }

    private static AuditEntry entry(int number) {
        return new AuditEntry(
                "event-" + number,
                ORGANIZATION,
                (long) number,
                "user",
                "access",
                Map.of("what", "test"),
                "127.0.0.1",
                null,
                AT);
    }

    private static byte[] filled(int value) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
