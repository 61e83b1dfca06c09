package com.ovhi.outreach.preference.audit.chain;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares a chain with its checkpoints on the way, a stretch at a time: over the years there are very many. A checkpoint
 * that agrees says nothing new; only of one that disagrees the signature matters. Not thread-safe.
 */
final class SignedPlaces {

    private static final int STRETCH = 5_000;

    private final Checkpoints checkpoints;
    private final AuditKeys keys;
    private final long organization;
    private final Optional<Checkpoint> published;
    private final Map<Long, Checkpoint> stretch = new HashMap<>();
    private long known;
    private int agreed;

    /** @param start the checkpoints behind this number are compared */
    SignedPlaces(
            Checkpoints checkpoints, AuditKeys keys, long organization, Optional<Checkpoint> published, long start) {
        this.checkpoints = checkpoints;
        this.keys = keys;
        this.organization = organization;
        this.published = published;
        known = start;
    }

    /** What a checkpoint at this place has against the hash. */
    Optional<Finding> objection(long seq, byte[] hash) {
        if (seq > known) {
            load(seq);
        }
        var checkpoint = stretch.get(seq);
        if (checkpoint == null) {
            return Optional.empty();
        }
        if (MessageDigest.isEqual(checkpoint.hash(), hash)) {
            agreed++;
            return Optional.empty();
        }
        return Optional.of(
                new Finding(seq, checkpoint.authentic(keys) ? Tampering.REWRITTEN : Tampering.CHECKPOINT_FORGED));
    }

    /** How many agreed. */
    int agreed() {
        return agreed;
    }

    private void load(long seq) {
        known = seq + STRETCH;
        stretch.clear();
        checkpoints.between(organization, seq, known).forEach(each -> stretch.put(each.seq(), each));
        published
                .filter(each -> each.seq() >= seq && each.seq() <= known)
                .ifPresent(each -> stretch.put(each.seq(), each));
    }
}
