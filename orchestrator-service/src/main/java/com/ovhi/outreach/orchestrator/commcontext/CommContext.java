package com.ovhi.outreach.orchestrator.commcontext;

import com.ovhi.outreach.common.phi.Masked;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answer of the comm-context call, as the design document has it. PHI. */
record CommContext(Preferences preferences, List<String> segments, RecentActivity recentActivity) {

    @Override
    public String toString() {
        return "CommContext[" + Masked.MASK + "]";
    }

    /** What the patient wants. */
    record Preferences(
            String timezone,
            String language,
            @Nullable Hours quietHours,
            @Nullable Hours workHours,
            Channels channels,
            @Nullable Integer bestHour) {}

    /** Local times {@code HH:mm}. */
    record Hours(String start, String end) {}

    /** All channels. */
    record Channels(Email email, Telephone sms, Telephone whatsapp) {}

    /** By mail. */
    record Email(boolean enabled, @Nullable String address, boolean marketingOptIn) {

        @Override
        public String toString() {
            return Masked.MASK;
        }
    }

    /** By telephone number. */
    record Telephone(boolean enabled, @Nullable String number, boolean marketingOptIn) {

        @Override
        public String toString() {
            return Masked.MASK;
        }
    }

    /** What happened lately. */
    record RecentActivity(
            @Nullable Instant lastSent,
            @Nullable Instant lastOpened,
            @Nullable Instant lastReplied,
            double fatigueScore) {}
}
