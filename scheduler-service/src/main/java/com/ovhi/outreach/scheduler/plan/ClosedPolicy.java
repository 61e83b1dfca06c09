package com.ovhi.outreach.scheduler.plan;

import com.ovhi.outreach.common.ids.Purpose;
import java.util.List;

/** What a purpose does, in this order, when its time is not allowed. When nothing helps it is refused. */
public enum ClosedPolicy {
    /** Wait for the next opening if the message is still of full use then. */
    HOLD_IN_GOOD_TIME,
    /** Leave near the end of the last opening before. */
    EARLIER,
    /** Wait for the next opening before the message expires. */
    HOLD,
    /** Leave the decision to whoever can choose a channel that is not closed. */
    OTHER_CHANNEL;

    /** Whether a purpose may leave before its time at all. */
    public static boolean allowsEarlier(Purpose purpose) {
        return of(purpose).contains(EARLIER);
    }

    static List<ClosedPolicy> of(Purpose purpose) {
        return switch (purpose) {
            case APPT_REMINDER -> List.of(HOLD_IN_GOOD_TIME, EARLIER, HOLD, OTHER_CHANNEL);
            case APPT_CONFIRM, NO_SHOW, RX_REFILL, URGENT -> List.of(HOLD, EARLIER, OTHER_CHANNEL);
            // Neither a result nor a campaign leaves before its time.
            case LAB_READY, CAMPAIGN_EDUCATION -> List.of(HOLD, OTHER_CHANNEL);
        };
    }
}
