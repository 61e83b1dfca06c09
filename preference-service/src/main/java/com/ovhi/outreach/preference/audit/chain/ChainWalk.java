package com.ovhi.outreach.preference.audit.chain;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Walks along a chain, entry by entry in the order of their numbers, up to the first that does not hold. Only the key can
 * make an entry that is authentic, so the authentic entry that names the last good hash is the one that was written next,
 * wherever it is now; where it is, and what stands in its place, tells what was done. Not thread-safe.
 */
final class ChainWalk {

    private final AuditKeys keys;
    private final Lookup lookup;
    private final Map<String, Optional<Mac>> macs = new HashMap<>();
    private long last;
    private byte[] lastHash;

    /** @param last number and hash of the entry before the first */
    ChainWalk(AuditKeys keys, Lookup lookup, long last, byte[] lastHash) {
        this.keys = keys;
        this.lookup = lookup;
        this.last = last;
        this.lastHash = lastHash;
    }

    /** Takes the next entry; what is wrong with it, if anything. */
    Optional<Finding> step(ChainedEntry row) {
        var expected = last + 1;
        if (row.seq() < expected) {
            return found(row.seq(), Tampering.INSERTED);
        }
        if (row.seq() > expected) {
            return found(expected, successor().isPresent() ? Tampering.REORDERED : Tampering.DELETED);
        }
        if (!authentic(row)) {
            return found(expected, successor().isPresent() ? Tampering.INSERTED : Tampering.EDITED);
        }
        if (!MessageDigest.isEqual(row.previousHash(), lastHash)) {
            return found(expected, misplaced(row));
        }
        last = expected;
        lastHash = row.hash();
        return Optional.empty();
    }

    /** Number of the last entry that holds. */
    long last() {
        return last;
    }

    byte[] lastHash() {
        return lastHash.clone();
    }

    private Tampering misplaced(ChainedEntry row) {
        if (successor().isEmpty()) {
            return Tampering.DELETED;
        }
        return lookup.withHash(row.hash()).size() > 1 ? Tampering.INSERTED : Tampering.REORDERED;
    }

    private Optional<ChainedEntry> successor() {
        return lookup.behind(lastHash).stream().filter(this::authentic).findFirst();
    }

    private boolean authentic(ChainedEntry row) {
        return macs.computeIfAbsent(row.keyId(), keys::mac).map(row::authentic).orElse(false);
    }

    private static Optional<Finding> found(long seq, Tampering kind) {
        return Optional.of(new Finding(seq, kind));
    }

    /** Finds entries of the same chain wherever they are. */
    interface Lookup {

        /** Those that say to stand behind the entry with this hash. */
        List<ChainedEntry> behind(byte[] hash);

        /** Those with this hash. */
        List<ChainedEntry> withHash(byte[] hash);
    }
}
