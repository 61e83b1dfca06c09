package com.ovhi.outreach.common.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code audit.checkpointed}: the audit chain of an organisation ended in this entry at this time. {@code hash} is hex, {@code signature} the Base64 (URL alphabet, no padding) of an Ed25519 signature; {@code keyId} names the key of both.
 */
public record AuditCheckpointed(
        @Nullable Long organizationId, long seq, String hash, Instant signedAt, String keyId, String signature) {}
