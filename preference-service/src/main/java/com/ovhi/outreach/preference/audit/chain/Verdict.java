package com.ovhi.outreach.preference.audit.chain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param intact whether every entry is as it was written, where it was written
 * @param firstSeq of the first entry that is kept
 * @param lastSeq of the last entry that was found good
 * @param entries how many were found good
 * @param checkpoints how many signed checkpoints they agree with
 * @param publishedSeq up to where the newest checkpoint on the topic vouches; null when there is none
 * @param topicRead whether the topic answered; if not, only the database vouched for the end of the chain
 * @param firstBadSeq where the chain first does not hold
 * @param kind what was done there
 * @param millis how long it took
 */
public record Verdict(
        boolean intact,
        long firstSeq,
        long lastSeq,
        long entries,
        int checkpoints,
        @Nullable Long publishedSeq,
        boolean topicRead,
        @Nullable Long firstBadSeq,
        @Nullable Tampering kind,
        Instant verifiedAt,
        long millis) {}
