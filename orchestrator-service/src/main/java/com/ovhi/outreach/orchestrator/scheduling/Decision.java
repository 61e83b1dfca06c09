package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.orchestrator.decision.DecisionRecord;
import com.ovhi.outreach.orchestrator.decision.Refusal;
import java.time.Instant;
import java.util.Map;

/** What the rules made of a request. */
sealed interface Decision {

    /** Every rule that judged it. */
    DecisionRecord record();

    /** It may become a job. */
    record Accepted(
            Ask ask,
            RenderedMessage message,
            MessageContent content,
            SendWindow window,
            Instant sendAt,
            Instant expiresAt,
            DecisionRecord record)
            implements Decision {

        @Override
        public String toString() {
            return "Accepted[" + Masked.MASK + "]";
        }
    }

    /**
     * It becomes no job.
     *
     * @param details what a caller is told beside the reason: ids and vocabulary
     */
    record Refused(Ask ask, Refusal refusal, Map<String, Object> details, DecisionRecord record) implements Decision {}
}
