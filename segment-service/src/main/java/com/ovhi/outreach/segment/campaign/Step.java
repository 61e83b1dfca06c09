package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.web.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * One message of a campaign. Places of steps count from 0; the place after the last one ends the campaign.
 *
 * @param channel the preferred one; null leaves it to {@code channels}, or to the patient's preferences
 * @param channels in order of preference: the first the patient opted in to, else the first
 * @param offset so long after {@code from}, null for at once; negative before a date
 * @param days so many calendar days after {@code from}, in place of {@code offset}
 * @param at the local time of day in the patient's zone, in the organisation's where that is not known; null keeps that of {@code from}
 * @param from null is the enrolment
 * @param condition JsonLogic: whom the step is for; null is everybody
 * @param awaitReply null goes on without an answer
 * @param next the place of the step after it, null for the next one
 */
record Step(
        @NotNull Purpose purpose,
        @Nullable @Positive Long templateId,
        @Nullable Channel channel,
        @Nullable @Size(min = 1, max = 3) List<@NotNull Channel> channels,
        @Nullable Duration offset,
        @Nullable @Min(-365) @Max(365) Integer days,
        @Nullable LocalTime at,
        @Nullable Anchor from,
        @Nullable @Schema(implementation = Object.class) JsonNode condition,
        @Nullable @Valid AwaitReply awaitReply,
        @Nullable @Positive Integer next) {

    /** Not what is about a visit, which a campaign knows nothing of, and never what passes quiet hours. */
    private static final Set<Purpose> PURPOSES =
            EnumSet.of(Purpose.CAMPAIGN_EDUCATION, Purpose.RX_REFILL, Purpose.LAB_READY, Purpose.NO_SHOW);

    private static final Duration LONGEST = Duration.ofDays(366);

    /** Copies. */
    Step {
        channels = channels == null ? null : List.copyOf(channels);
        condition = condition == null || condition.isNull() ? null : condition;
        from = Objects.requireNonNullElse(from, Anchor.ENROLMENT);
    }

    /** Never null. */
    @Override
    public Anchor from() {
        return Objects.requireNonNullElse(from, Anchor.ENROLMENT);
    }

    /** Refuses what no campaign may do. */
    void check(int place, int steps) {
        if (!PURPOSES.contains(purpose)) {
            throw ProblemException.unprocessable("unsuitable-purpose", "A campaign cannot have a step of this purpose");
        }
        checkOffset();
        Conditions.check(condition, place);
        checkPlace(next, place, steps);
        if (awaitReply != null) {
            awaitReply.check();
            checkPlace(awaitReply.onReply(), place, steps);
            checkPlace(awaitReply.onTimeout(), place, steps);
        }
    }

    private void checkOffset() {
        if (offset != null && days != null) {
            throw invalidOffset("A step comes after an offset or after days, not both");
        }
        var direction = offset != null ? offset.compareTo(Duration.ZERO) : days != null ? days : 0;
        if (from().dated() ? direction > 0 : direction < 0) {
            throw invalidOffset("A step comes before a date or on its day, and after everything else");
        }
        if (offset != null && offset.abs().compareTo(LONGEST) > 0) {
            throw invalidOffset("A step comes within a year");
        }
    }

    private static ProblemException invalidOffset(String detail) {
        return ProblemException.unprocessable("unsupported-offset", detail);
    }

    /** Only forwards, so that no patient gets a step twice. */
    private static void checkPlace(@Nullable Integer target, int place, int steps) {
        if (target != null && (target <= place || target > steps)) {
            throw ProblemException.unprocessable(
                    "invalid-branch", "A step is followed by a later one, or by the end of the campaign");
        }
    }

    /** The same for everybody. */
    Step unconditional() {
        return new Step(purpose, templateId, channel, channels, offset, days, at, from, null, awaitReply, next);
    }

    /** The channels it may go out on, in no order of preference; empty is all. */
    List<Channel> allowed() {
        return channel == null ? Objects.requireNonNullElse(channels, List.of()) : List.of(channel);
    }

    /** Where the patient goes after it without an answer that was awaited. */
    int following(int place) {
        return next == null ? place + 1 : next;
    }

    int afterReply(int place) {
        var target = awaitReply == null ? null : awaitReply.onReply();
        return target == null ? following(place) : target;
    }

    int afterTimeout(int place) {
        var target = awaitReply == null ? null : awaitReply.onTimeout();
        return target == null ? following(place) : target;
    }

    /** All places that may come after it. Who does not get a message is not waited for. */
    Set<Integer> followers(int place) {
        var followers = new HashSet<>(Set.of(afterReply(place)));
        followers.add(afterTimeout(place));
        if (awaitReply == null || condition != null || from().dated() || purpose.marketing()) {
            followers.add(following(place));
        }
        return followers;
    }

    static String write(List<Step> steps) {
        return ContractJson.writeText(steps);
    }

    static List<Step> read(String json) {
        return ContractJson.mapper().readValue(json, new TypeReference<>() {});
    }

    /**
     * How long an answer is waited for.
     *
     * @param timeout from when the message leaves
     * @param onReply the place that comes after an answer, null for the usual one
     * @param onTimeout the place that comes without one, null for the usual one
     */
    record AwaitReply(
            @NotNull Duration timeout,
            @Nullable @Positive Integer onReply,
            @Nullable @Positive Integer onTimeout) {

        void check() {
            if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
                throw ProblemException.unprocessable("invalid-timeout", "An answer is waited for, for a year at most");
            }
        }
    }
}
