package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.util.Map;

/** Refusals as HTTP answers. */
final class Refusals {

    private Refusals() {}

    static ProblemException problem(Refusal refusal, Map<String, Object> details) {
        var problem = switch (refusal) {
            case UNKNOWN_PATIENT -> ProblemException.notFound(refusal.code(), refusal.sentence());
            case DUPLICATE_CONTACT, SUBJECT_SUPERSEDED, CAMPAIGN_HELD ->
                ProblemException.conflict(refusal.code(), refusal.sentence());
            case CONTACT_NOT_ALLOWED,
                    UNKNOWN_TEMPLATE,
                    MISSING_VARIABLE,
                    UNSUITABLE_CONTENT,
                    NO_SEND_WINDOW,
                    CONTACT_CAP,
                    PATIENT_TIRED,
                    EXPIRED,
                    ALREADY_CONFIRMED,
                    URGENT_NOT_ALLOWED -> ProblemException.unprocessable(refusal.code(), refusal.sentence());
        };
        details.forEach(problem::with);
        return problem;
    }
}
