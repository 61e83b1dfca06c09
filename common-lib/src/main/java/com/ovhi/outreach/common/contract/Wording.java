package com.ovhi.outreach.common.contract;

import org.jspecify.annotations.Nullable;

/**
 * The text a message was written from: template, its version from 1, and language (BCP 47). {@code segments} is how many SMS segments it takes, null on other channels or while not known.
 */
public record Wording(
        long templateId,
        int templateVersion,
        String language,
        @Nullable Integer segments) {}
