package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.permission.Standing;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Duration;
import java.time.Instant;

/**
 * What the gate judges.
 *
 * @param template whether it is an approved template rather than free text (WhatsApp)
 * @param standing what is known of its address and its patient
 * @param before what was written from and to the address
 * @param owedFor {@link #OWED_FOR} on the suite's clock
 */
record Candidate(Answer answer, boolean template, Standing standing, Correspondence before, Duration owedFor) {

    /** How long after a message the law takes its confirmation for wanted (47 CFR 64.1200(a)(12)), real time. */
    static final Duration OWED_FOR = Duration.ofMinutes(5);

    /** How long after a message Meta takes free text. */
    static final Duration SERVICE_WINDOW = Duration.ofHours(24);

    AnswerKind kind() {
        return answer.kind();
    }

    /** Whether no block forbids it, for a while: it answers the very message it follows, whatever the writer wants otherwise. */
    boolean owed() {
        return Urgency.of(kind()) != Urgency.ROUTINE;
    }

    /** Whether it depends on {@link #owedUntil}. */
    boolean onlyOwed() {
        return kind() == AnswerKind.STOP_CONFIRMATION || owed() && (optedOut() || standing.unreachable());
    }

    /** Until when no block forbids what is owed. */
    Instant owedUntil() {
        return answer.askedAt().plus(owedFor);
    }

    /** Whether it is text that Meta takes only from whom somebody wrote lately. */
    boolean needsWindow() {
        return answer.channel() == Channel.WHATSAPP && !template;
    }

    /** When that window closes. */
    Instant windowEnd() {
        return before.askedAt().plus(SERVICE_WINDOW);
    }

    /** The last moment at which it may be sent. */
    Instant until() {
        var until = answer.deadline();
        if (onlyOwed()) {
            until = earlier(until, owedUntil());
        }
        return needsWindow() ? earlier(until, windowEnd()) : until;
    }

    /**
     * Whether nothing more is wanted: as the permissions say, or because STOP was heard that they do not show yet. Where no
     * patient is named, each one reached at the address speaks for it.
     */
    boolean optedOut() {
        var patient = standing.patient();
        if (standing.refused() || stopUnderWay()) {
            return true;
        }
        if (answer.patientId() != null) {
            return patient != null && !patient.transactional();
        }
        return standing.residents().stream().anyMatch(each -> !each.transactional());
    }

    private boolean stopUnderWay() {
        var stopped = before.stoppedAt();
        var block = standing.block();
        return stopped != null
                && !before.startedAfter(stopped)
                && (block == null || !block.changedAt().isAfter(stopped));
    }

    /** Whether the STOP it confirms is the one confirmed before: no START came between. */
    boolean confirmedAlready() {
        var confirmed = before.confirmedStopAt();
        var block = standing.block();
        var lifted = block == null ? null : block.liftedAt();
        return confirmed != null && !before.startedAfter(confirmed) && (lifted == null || !lifted.isAfter(confirmed));
    }

    /** Whether permissions are yet to be heard of the patient it is for. */
    boolean permissionUnknown() {
        return answer.patientId() != null && standing.patient() == null;
    }

    boolean otherOrganization() {
        var patient = standing.patient();
        var organization = answer.organizationId();
        return patient != null && organization != null && patient.organizationId() != organization;
    }

    boolean addressChanged() {
        var patient = standing.patient();
        return patient != null && !answer.addressHash().equals(patient.addressHash());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
