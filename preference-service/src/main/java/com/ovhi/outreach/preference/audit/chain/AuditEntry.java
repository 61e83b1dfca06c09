package com.ovhi.outreach.preference.audit.chain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the log says.
 *
 * @param organizationId 0 for none
 * @param action as stored, even if somebody changed it into what is none
 * @param occurredAt when it happened, to the microsecond
 */
public record AuditEntry(
        String eventId,
        long organizationId,
        @Nullable Long patientId,
        String userId,
        String action,
        Map<String, String> details,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        Instant occurredAt) {

    private static final String LABEL = "ovhi.audit-entry.v1";

    public AuditEntry {
        details = new TreeMap<>(details);
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The bytes that are sealed: a label, then every field with its length, so that no two entries share them. Where the
     * entry stands is not among them; that is what the chain says.
     */
    byte[] canonical(Instant createdAt) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            text(out, LABEL);
            text(out, eventId);
            out.writeLong(organizationId);
            out.writeBoolean(patientId != null);
            out.writeLong(patientId == null ? 0 : patientId);
            text(out, userId);
            text(out, action);
            out.writeInt(details.size());
            for (var detail : details.entrySet()) {
                text(out, detail.getKey());
                text(out, detail.getValue());
            }
            text(out, ipAddress);
            text(out, userAgent);
            time(out, occurredAt);
            time(out, createdAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }
}
