package com.ovhi.outreach.segment.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Draws a variant for a patient: always the same for one seed. Each variant draws a number of its own for the patient, and
 * the largest for its weight wins (weighted rendezvous hashing). So a weight that grows takes patients from all others and
 * gives none away, one that shrinks gives some away and takes none, and nobody else moves.
 */
final class Draw {

    private static final double LARGEST = 1L << 53;

    private final String seed;

    Draw(String seed) {
        this.seed = seed;
    }

    /** The name of the variant; empty when none has a weight. */
    Optional<String> among(Map<String, Integer> weights, long patientId) {
        return weights.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .max(Comparator.comparingDouble(each -> score(each, patientId)))
                .map(Map.Entry::getKey);
    }

    private double score(Map.Entry<String, Integer> variant, long patientId) {
        return -variant.getValue() / Math.log(fraction(variant.getKey(), patientId));
    }

    /** In which of so many parts a patient is. */
    int part(long patientId, int parts) {
        return (int) (fraction("", patientId) * parts);
    }

    /** Between 0 and 1, neither of them. */
    private double fraction(String name, long patientId) {
        var text = seed + '\n' + name + '\n' + patientId;
        var bits = ByteBuffer.wrap(sha256(text)).getLong() >>> 11;
        return (bits + 0.5) / LARGEST;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
