package com.ovhi.outreach.common.contract.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the plan call. {@code sendAt} is null when the window is empty before {@code expiresAt}; {@code reasons} explains each step.
 */
public record Plan(
        Verdict verdict, @Nullable Instant sendAt, @Nullable Instant windowEnd, List<String> reasons) {
    /** What came out. */
    public enum Verdict {
        /** As desired. */
        @JsonProperty("planned")
        PLANNED,
        /** Moved later to the opening of the window. */
        @JsonProperty("held")
        HELD,
        /** Moved earlier, because later would be useless. */
        @JsonProperty("moved_earlier")
        MOVED_EARLIER,
        /** No allowed instant is left on this channel; on e-mail there would be one. */
        @JsonProperty("other_channel")
        OTHER_CHANNEL,
        /** No allowed instant is left. */
        @JsonProperty("refused")
        REFUSED
    }
}
