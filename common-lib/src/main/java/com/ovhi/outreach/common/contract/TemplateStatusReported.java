package com.ovhi.outreach.common.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code template.status.reported}: Meta judged one of our WhatsApp templates, which {@code name} and {@code language} (Meta's code) tell apart. {@code state}, {@code category} and {@code reason} are Meta's words; the ones that did not change are null. {@code accountId} and {@code templateId} are Meta's ids.
 */
public record TemplateStatusReported(
        @Nullable String accountId,
        @Nullable String templateId,
        String name,
        String language,
        @Nullable String state,
        @Nullable String category,
        @Nullable String reason,
        Instant occurredAt) {}
