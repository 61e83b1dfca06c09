package com.ovhi.outreach.template.whatsapp;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A template at Meta, which its name and language code tell apart.
 *
 * @param ttlSeconds how long Meta tries to deliver a message of it; null when nobody has said so
 * @param reason Meta's word for why
 * @param stateAt when it said so
 */
record Mapping(
        String name,
        String languageCode,
        @Nullable String providerTemplateId,
        @Nullable String accountId,
        @Nullable Integer ttlSeconds,
        MetaCategory category,
        ApprovalState state,
        @Nullable String reason,
        Instant stateAt,
        Instant categoryAt,
        String updatedBy) {

    /** Why a message must not be sent with it; empty when it may. */
    Optional<String> objection(boolean marketing) {
        if (!state.maySend()) {
            return Optional.of(state.code());
        }
        return marketing || category.transactional() ? Optional.empty() : Optional.of("category-" + category.code());
    }
}
