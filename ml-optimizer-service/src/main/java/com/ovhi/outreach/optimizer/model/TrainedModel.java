package com.ovhi.outreach.optimizer.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A version of a model of an organisation.
 *
 * @param state what became of it
 * @param why a code
 * @param parameters JSON, as it was written
 * @param checksum SHA-256 of organisation, kind, version and parameters
 * @param trainedFrom the oldest fact it was trained with
 * @param trainedTo the newest fact it was judged with, before it was used
 * @param drift how much of what was expected failed to happen or happened beyond, where that is no accident; else 0
 * @param unfair about how many groups of patients it is wrong
 * @param report JSON: how it did before it was used, against the champion and the default, and for groups of patients
 */
record TrainedModel(
        long organizationId,
        ModelKind kind,
        int version,
        State state,
        String why,
        String parameters,
        String checksum,
        Instant trainedFrom,
        Instant trainedTo,
        int examples,
        double drift,
        int unfair,
        String report,
        Instant createdAt) {

    /** Whether it knows nothing of the last {@link Champions#FRESH} and is not used any more. */
    boolean stale(Instant now) {
        return trainedTo.plus(Champions.FRESH).isBefore(now);
    }

    /** Whether nobody has touched it since it was written. */
    boolean intact() {
        return MessageDigest.isEqual(
                checksum.getBytes(StandardCharsets.US_ASCII),
                checksum(organizationId, kind, version, parameters).getBytes(StandardCharsets.US_ASCII));
    }

    static String checksum(long organization, ModelKind kind, int version, String parameters) {
        try {
            var text = organization + "|" + kind.code() + "|" + version + "|" + parameters;
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** What becomes of a model. */
    enum State {
        /** In use. */
        CHAMPION,
        /** Was in use. */
        RETIRED,
        /** Never was. */
        REJECTED;

        /** Empty for one that only another version of the service knows. */
        static Optional<State> of(String code) {
            return Arrays.stream(values())
                    .filter(each -> each.code().equals(code))
                    .findFirst();
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
