package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.job.Contacts.History;
import com.ovhi.outreach.orchestrator.projection.Insight;
import com.ovhi.outreach.orchestrator.projection.Organization;
import com.ovhi.outreach.orchestrator.projection.Standing;
import com.ovhi.outreach.orchestrator.projection.Visits.State;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import com.ovhi.outreach.orchestrator.settings.OutreachSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known when a request is judged. Holds PHI.
 *
 * @param visit the one it is about; empty when it is about something else or the visit is not known
 * @param sensitive whether nothing of that visit, or of the day a reminder is about, may be said outside of the portal, also
 *     because it is not known yet
 * @param corrects whether the patient was told of an older version of that visit
 */
record Known(
        Organization organization,
        EffectivePreferences effective,
        Insight insight,
        OutreachSettings settings,
        History history,
        Optional<Standing> visit,
        boolean sensitive,
        boolean corrects,
        Instant now) {

    /** When the patient may be contacted; hours of work only if the patient stated them, for a default hides the day. */
    SendWindow window(Ask ask) {
        var work = effective.stated("work_hours");
        return new SendWindow(
                effective.candidateZones(),
                effective.quietStart(),
                effective.quietEnd(),
                ask.purpose().marketing(),
                ask.urgent(),
                effective.version(),
                effective.states(),
                work ? effective.workStart() : null,
                work ? effective.workEnd() : null,
                ask.notBefore());
    }

    /** The question when a message may be sent on a channel. */
    PlanRequest timing(Ask ask, Channel channel, @Nullable Instant desired, Instant expiresAt) {
        return new PlanRequest(
                ask.purpose(),
                window(ask),
                desired,
                expiresAt,
                bestHour(),
                ask.organizationId(),
                channel,
                hourWeights(),
                ask.requestId());
    }

    /**
     * Which allowance a message is counted against. A correction must not wait for what it corrects, nor the reminder that
     * an organisation has ordered for some hours before a visit for the one of the day before, nor what follows its record for what
     * is said of another visit on that day.
     */
    Kind kind(Ask ask) {
        var kind = Kind.of(ask.purpose(), ask.urgent());
        if (kind != Kind.ROUTINE) {
            return kind;
        }
        if (corrects) {
            return Kind.CORRECTION;
        }
        if (ask.purpose() != Purpose.APPT_REMINDER) {
            return kind;
        }
        if (ask.conditions().follows()) {
            return Kind.CORRECTION;
        }
        return isShortly(ask) ? Kind.SHORTLY : kind;
    }

    private boolean isShortly(Ask ask) {
        var hours = settings.cadence().visits().hoursBefore();
        var notBefore = ask.notBefore();
        return hours > 0
                && notBefore != null
                && visitAt()
                        .filter(at -> !notBefore.isBefore(at.minus(Duration.ofHours(hours))))
                        .isPresent();
    }

    /** When the visit begins, if it is booked. */
    Optional<Instant> visitAt() {
        return visit.filter(each -> each.state() == State.BOOKED).map(Standing::start);
    }

    /** The local hour somebody has asked for; what was learned goes before what a clinic wants of all its patients. */
    @Nullable
    Integer bestHour() {
        return effective.preferredHour(insight.bestHour());
    }

    /** How messages shall be shared out among hours; a wish that is not what was learned goes before it. */
    @Nullable
    HourWeights hourWeights() {
        var hour = bestHour();
        return hour == null || hour.equals(insight.bestHour()) ? insight.hourWeights() : null;
    }

    @Override
    public String toString() {
        return "Known[" + organization.organizationId() + "]";
    }
}
