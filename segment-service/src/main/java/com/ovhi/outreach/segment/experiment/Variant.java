package com.ovhi.outreach.segment.experiment;

import com.ovhi.outreach.common.ids.Channel;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * One of the ways that are compared: what is done otherwise than the steps say. Null leaves it as it is.
 *
 * @param weight its share, on any scale; 0 gives it to nobody new
 * @param step the only step it changes, from 0; null changes every one
 * @param at another local time of day
 * @param delay so much later
 */
public record Variant(
        @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,49}")
        String name,

        @NotNull @Min(0) @Max(10_000) Integer weight,
        @Nullable @Min(0) Integer step,
        @Nullable @Positive Long templateId,
        @Nullable Channel channel,
        @Nullable LocalTime at,
        @Nullable Duration delay) {

    /** Whether it changes the step at all. */
    public boolean concerns(int place) {
        return step == null || step == place;
    }
}
