package com.ovhi.outreach.common.contract.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.contract.HourChoice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of the plan call. {@code sendAt} is null when the window is empty before {@code expiresAt}; {@code reasons} explains each step. {@code hourChoice} is how the hour was drawn, null when it was not.
 */
public record Plan(
        Verdict verdict,
        @Nullable Instant sendAt,
        @Nullable Instant windowEnd,
        List<String> reasons,
        @Nullable HourChoice hourChoice) {

    /** A plan whose hour nobody drew. */
    public Plan(Verdict verdict, @Nullable Instant sendAt, @Nullable Instant windowEnd, List<String> reasons) {
        this(verdict, sendAt, windowEnd, reasons, null);
    }

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
