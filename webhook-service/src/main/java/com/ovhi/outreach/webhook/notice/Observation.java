package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One event of a provider.
 *
 * @param dedupeKey the same whenever the provider tells it again, and no other event's
 * @param raw what the provider said, as text. PHI
 */
public record Observation(Provider provider, Kind kind, String dedupeKey, String raw, Interpretation meaning) {

    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,200}");

    /** Puts long or unusual keys into a form that fits the column without two of them falling together. */
    public Observation {
        dedupeKey = PLAIN.matcher(dedupeKey).matches() ? dedupeKey : "sha256|" + sha256(dedupeKey);
    }

    /** What kind of event. */
    public enum Kind {
        STATUS,
        INBOUND,
        OTHER
    }

    /** Something that was signed but cannot be read. */
    public static Observation rejected(Provider provider, String raw, String reason) {
        return new Observation(
                provider, Kind.OTHER, "rejected|" + sha256(raw), raw, new Interpretation.Rejected(reason));
    }

    /** The SHA-256 of a text in hex. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The SHA-256 of bytes in hex. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    /** Whom or what it is about: events about the same are told in the order in which they came. PHI. */
    public String subject() {
        return switch (meaning) {
            case Interpretation.Delivery(var report) -> subject(report);
            case Interpretation.Inbound(var message) -> message.from().canonical();
            case Interpretation.TemplateStatus(var report) -> report.name() + "." + report.language();
            case Interpretation.Ignored _, Interpretation.Unknown _, Interpretation.Rejected _ -> dedupeKey;
        };
    }

    /** The job, or where it is unknown the message. */
    private static String subject(DeliveryReported report) {
        return Stream.of(report.jobId(), report.providerMessageId())
                .filter(Objects::nonNull)
                .findFirst()
                .map(Object::toString)
                .orElseThrow();
    }

    /** The same with another meaning. */
    public Observation meaning(Interpretation another) {
        return new Observation(provider, kind, dedupeKey, raw, another);
    }

    @Override
    public String toString() {
        return "Observation[" + provider + " " + kind + "]";
    }
}
