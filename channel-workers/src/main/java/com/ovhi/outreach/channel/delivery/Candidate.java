package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.permission.Permission;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gate judges.
 *
 * @param order whether it may be carried out
 * @param addressHash of the address it would go to
 * @param permission what the patient allows
 * @param withdrawn whether its job was called off
 * @param lifetime how long the provider may go on trying to deliver it; null when it obeys the deadline
 */
record Candidate(
        DispatchOrdered order,
        String addressHash,
        Permission permission,
        boolean withdrawn,
        @Nullable Duration lifetime) {

    /** The purposes whose message is a defect when it arrives after the visit. */
    private static final Set<Purpose> BEFORE_A_VISIT = EnumSet.of(Purpose.APPT_CONFIRM, Purpose.APPT_REMINDER);

    /** Whether it might arrive when it is of no use any more. */
    boolean mayArriveTooLate(Instant now) {
        var useless = order.expiresAt();
        return lifetime != null
                && useless != null
                && BEFORE_A_VISIT.contains(order.purpose())
                && now.plus(lifetime).isAfter(useless);
    }

    /** Whether the patient's preferences are newer than those its hours were judged by, as far as that is told. */
    boolean judgedByOlderPreferences() {
        var judgedBy = order.preferenceVersion();
        return judgedBy != null && judgedBy < permission.version();
    }

    boolean marketing() {
        return order.marketing() || order.purpose().marketing();
    }
}
