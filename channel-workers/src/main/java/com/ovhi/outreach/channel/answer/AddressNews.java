package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.permission.AddressPermissions;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Hears from what became of answers that an address opted out, complained or cannot be reached, and says so to
 * preference-service, which knows no answer, with the patient it concerns.
 */
@Component
class AddressNews {

    private static final Set<DeliveryState> WISHES = EnumSet.of(DeliveryState.COMPLAINED, DeliveryState.UNSUBSCRIBED);
    private static final Set<FailureClass> FAILURES = EnumSet.of(FailureClass.OPTOUT, FailureClass.PERM_ADDR);

    private final AddressPermissions permissions;
    private final AnswerReports reports;

    AddressNews(AddressPermissions permissions, AnswerReports reports) {
        this.permissions = permissions;
        this.reports = reports;
    }

    /** Tells it with the caller's transaction, if it is any and the address is its patient's. */
    void heard(
            Answer answer,
            DeliveryState state,
            @Nullable FailureClass failureClass,
            @Nullable String failureCode,
            Instant at) {
        var patient = answer.patientId();
        var concerns = WISHES.contains(state) || failureClass != null && FAILURES.contains(failureClass);
        if (concerns && patient != null && permissions.isOf(answer.addressHash(), answer.channel(), patient)) {
            reports.aboutTheAddress(answer, state, failureClass, failureCode, at);
        }
    }
}
