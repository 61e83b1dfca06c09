package com.ovhi.outreach.preference.audit.chain;

import com.ovhi.outreach.common.contract.AuditCheckpointed;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** What a chain was at a time, signed with Ed25519. */
record Checkpoint(long organizationId, long seq, byte[] hash, Instant signedAt, String keyId, byte[] signature) {

    private static final String LABEL = "ovhi.audit-checkpoint.v1";

    static Checkpoint sign(AuditKeys keys, long organization, long seq, byte[] hash, Instant at) {
        var signature = keys.sign(message(organization, seq, hash, at));
        return new Checkpoint(organization, seq, hash, at, keys.current(), signature);
    }

    static Checkpoint of(AuditCheckpointed event) {
        var organization = event.organizationId();
        return new Checkpoint(
                organization == null ? 0 : organization,
                event.seq(),
                HexFormat.of().parseHex(event.hash()),
                event.signedAt(),
                event.keyId(),
                Base64.getUrlDecoder().decode(event.signature()));
    }

    AuditCheckpointed event() {
        return new AuditCheckpointed(
                organizationId == 0 ? null : organizationId,
                seq,
                HexFormat.of().formatHex(hash),
                signedAt,
                keyId,
                Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    boolean authentic(AuditKeys keys) {
        return keys.signed(keyId, message(organizationId, seq, hash, signedAt), signature);
    }

    private static byte[] message(long organization, long seq, byte[] hash, Instant at) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(LABEL);
            out.writeLong(organization);
            out.writeLong(seq);
            out.write(hash);
            AuditEntry.time(out, at);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
