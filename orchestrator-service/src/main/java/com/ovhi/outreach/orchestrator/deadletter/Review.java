package com.ovhi.outreach.orchestrator.deadletter;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What shall be done with which open items.
 *
 * @param reason why; needed to discard
 * @param ids the items; absent for all that match the rest
 * @param upTo no newer item than this; absent for all
 * @param all to be said when no item is to be left out
 */
record Review(
        @NotNull Action action,
        @Nullable Reason reason,
        @Nullable @Size(min = 1, max = 1_000) List<@NotNull Long> ids,
        @Nullable Purpose purpose,
        @Nullable Channel channel,
        @Nullable @Pattern(regexp = "[A-Za-z0-9._-]{1,64}") String reasonCode,
        @Nullable Long upTo,
        @Nullable Boolean all) {

    Review {
        ids = ids == null ? null : List.copyOf(ids);
    }

    /** Whether it says which items: some by their marks, or all in so many words. */
    boolean saysWhich() {
        var marked = Stream.of(ids, purpose, channel, reasonCode, upTo).anyMatch(Objects::nonNull);
        return marked != Boolean.TRUE.equals(all);
    }

    Review until(long newest) {
        return new Review(action, reason, ids, purpose, channel, reasonCode, newest, all);
    }

    /** What is done with an item. */
    enum Action {
        @JsonProperty("retry")
        RETRY,
        @JsonProperty("discard")
        DISCARD
    }

    /** Why an item is given up; a closed list, since free text would soon hold patient data. */
    enum Reason {
        @JsonProperty("no-longer-needed")
        NO_LONGER_NEEDED,
        @JsonProperty("told-otherwise")
        TOLD_OTHERWISE,
        @JsonProperty("wrong-address")
        WRONG_ADDRESS,
        @JsonProperty("duplicate")
        DUPLICATE,
        @JsonProperty("other")
        OTHER;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
