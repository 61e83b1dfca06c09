package com.ovhi.outreach.segment.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a campaign before it starts.
 *
 * @param good whether it can be activated
 * @param audience the members of the segment now
 * @param languages how many speak what
 * @param withoutOptIn how many opted in to marketing nowhere
 * @param mostExpensive what all messages to all members would cost; null where a channel has no price
 * @param lastMessage when the last step would be due for those who begin first; null when that depends on the patient
 * @param rules by which rules the segment chooses its members now; whoever approves it names them
 */
record Report(
        boolean good,
        long audience,
        Map<String, Long> languages,
        long withoutOptIn,
        @Nullable BigDecimal mostExpensive,
        @Nullable Instant lastMessage,
        String rules,
        List<Finding> findings) {

    /**
     * Something to look at.
     *
     * @param step its place, from 0; null when it is about the whole campaign
     * @param text one sentence for people
     */
    record Finding(Severity severity, String code, @Nullable Integer step, String text) {

        static Finding error(String code, @Nullable Integer step, String text) {
            return new Finding(Severity.ERROR, code, step, text);
        }

        static Finding warning(String code, @Nullable Integer step, String text) {
            return new Finding(Severity.WARNING, code, step, text);
        }
    }

    /** Whether it keeps the campaign from being activated. */
    enum Severity {
        ERROR,
        WARNING;

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
