package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;

/** Providers do not say whose event it is, so events are for the operators of the whole suite. */
final class SuiteOperators {

    private SuiteOperators() {}

    /**
     * Goes on only for somebody whose token names no organisation.
     *
     * @throws ProblemException 403 otherwise
     */
    static void only(Caller caller) {
        if (caller.organizationId() != null) {
            throw ProblemException.forbidden("suite-operators-only", "Only the suite's own operators may do this");
        }
    }
}
