package com.ovhi.outreach.common.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code inbox.changed}: an answer of a patient waits for a person ({@code waiting}), or has been dealt with. {@code inboundId} is the message it is in; {@code organizationId} is null where nobody knows whose patient wrote.
 */
public record InboxChanged(UUID inboundId, @Nullable Long organizationId, boolean waiting, Instant changedAt) {}
