package com.ovhi.outreach.reply.inbound;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An inbound message in clear, as the API shows it. PHI: prints as its id only. */
record ClearInbound(
        UUID id,
        @Nullable Long organizationId,
        @Nullable Long patientId,
        Channel channel,
        @JsonProperty("from_address") String from,
        @JsonProperty("to_address") String to,
        String body,
        @Nullable String intent,
        @Nullable Double confidence,
        @Nullable String language,
        @Nullable String matchedRule,
        @Nullable UUID relatedJobId,
        boolean processed,
        Instant receivedAt) {

    @Override
    public String toString() {
        return "ClearInbound[" + id + "]";
    }
}
