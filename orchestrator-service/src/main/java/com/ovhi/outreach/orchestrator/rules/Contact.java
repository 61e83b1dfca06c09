package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;

/**
 * A message a patient has got or will get.
 *
 * @param at when it was sent, or else shall be
 */
public record Contact(Channel channel, Purpose purpose, boolean urgent, Instant at) {

    /** Which allowance it is counted against. */
    public Kind kind() {
        return Kind.of(purpose, urgent);
    }

    /** Each kind has an allowance of its own. */
    public enum Kind {
        URGENT,
        ROUTINE,
        MARKETING;

        static Kind of(Purpose purpose, boolean urgent) {
            if (purpose.marketing()) {
                return MARKETING;
            }
            return urgent ? URGENT : ROUTINE;
        }
    }
}
