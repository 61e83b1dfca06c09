package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Executions.Health;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When campaigns need a second person or are paused by themselves, and what messages cost.
 *
 * @param approvalAbove recipients up to which one person is enough
 * @param watched how far back messages are looked at
 * @param sample how many messages it takes to judge
 * @param errors the share of messages that came to nothing from which on a campaign is paused
 * @param complaints the share of those sent that were reported as spam
 * @param optOuts the share of those sent that patients opted out after, in whichever way
 * @param prices of one message, in one currency; those of channels left out are not estimated
 */
@Validated
@ConfigurationProperties("outreach.campaign")
record CampaignProperties(
        @DefaultValue("5000") @Positive int approvalAbove,
        @DefaultValue("P1D") @NotNull Duration watched,
        @DefaultValue("50") @Positive int sample,

        @DefaultValue("0.10") @DecimalMin("0") @DecimalMax("1")
        double errors,

        @DefaultValue("0.003") @DecimalMin("0") @DecimalMax("1")
        double complaints,

        @DefaultValue("0.03") @DecimalMin("0") @DecimalMax("1")
        double optOuts,

        @DefaultValue @NotNull Map<Channel, BigDecimal> prices) {

    /** A segment may grow by a fifth of what was approved. */
    private static final long GROWTH = 5;

    /**
     * To how many patients an approved campaign may go.
     *
     * @param approvedFor how many its audience had when a second person approved the version; null is not known
     */
    long mayReach(@Nullable Long approvedFor) {
        return approvedFor == null ? Long.MAX_VALUE : Math.max(approvalAbove, approvedFor + approvedFor / GROWTH);
    }

    /** What it costs at most: every step to everybody, on the dearest of its channels; null where a price is missing. */
    @Nullable
    BigDecimal mostExpensive(Course course, long audience) {
        var total = BigDecimal.ZERO;
        for (var step : course.steps()) {
            var channels = step.allowed().isEmpty() ? List.of(Channel.values()) : step.allowed();
            if (!prices.keySet().containsAll(channels)) {
                return null;
            }
            var dearest = channels.stream()
                    .map(each -> prices.getOrDefault(each, BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::max);
            total = total.add(dearest.multiply(BigDecimal.valueOf(audience)));
        }
        return total;
    }

    /** Why a campaign whose messages have come to this is to be paused, if it is. One report of spam is chance. */
    Optional<String> ailment(Health health) {
        var told = health.sent() + health.failed();
        if (told >= sample && health.failed() > 0 && health.failed() >= errors * told) {
            return Optional.of("error-rate");
        }
        if (health.sent() < sample) {
            return Optional.empty();
        }
        if (health.complained() > 1 && health.complained() >= complaints * health.sent()) {
            return Optional.of("complaint-rate");
        }
        return health.optedOut() > 0 && health.optedOut() >= optOuts * health.sent()
                ? Optional.of("opt-out-rate")
                : Optional.empty();
    }
}
