package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.ids.AnswerKind;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many answers of machines one address gets, in rolling windows on the suite's clock, so that two machines do not
 * answer each other for ever. What staff write is neither counted nor limited.
 *
 * @param burst of all kinds within {@code burstWithin}
 * @param daily of all kinds within 24 hours
 * @param receipts within 24 hours
 * @param helps within 24 hours
 * @param emergencies within 24 hours; they are counted with the others, but have no other limit
 * @param stopConfirmations the same
 */
@Validated
@ConfigurationProperties("outreach.channel.answer.ceilings")
record Ceilings(
        @DefaultValue("3") @Positive int burst,
        @DefaultValue("10m") Duration burstWithin,
        @DefaultValue("10") @Positive int daily,
        @DefaultValue("1") @Positive int receipts,
        @DefaultValue("3") @Positive int helps,
        @DefaultValue("6") @Positive int emergencies,
        @DefaultValue("3") @Positive int stopConfirmations) {

    /** The longest window. */
    static final Duration DAY = Duration.ofDays(1);

    /** How many of a kind there may be within a day. */
    int ofDay(AnswerKind kind) {
        return switch (kind) {
            case RECEIPT -> receipts;
            case HELP -> helps;
            case EMERGENCY -> emergencies;
            case STOP_CONFIRMATION -> stopConfirmations;
            case START_CONFIRMATION, CLARIFICATION -> daily;
            case STAFF -> Integer.MAX_VALUE;
        };
    }
}
