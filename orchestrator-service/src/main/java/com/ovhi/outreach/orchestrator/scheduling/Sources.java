package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.orchestrator.clients.Plans;
import com.ovhi.outreach.orchestrator.clients.Rendering;
import com.ovhi.outreach.orchestrator.clients.Templates;
import com.ovhi.outreach.orchestrator.waiting.StillMissing;
import org.springframework.stereotype.Component;

/** Where a decision learns what it goes by. */
interface Sources {

    /**
     * All that is known of those an ask concerns.
     *
     * @throws StillMissing when the patient or the organisation is not known here or to preference-service
     */
    Known circumstances(Ask ask);

    /** The text of a message. */
    Rendering text(RenderRequest request);

    /** When a message may be sent. */
    Plan plan(PlanRequest request);

    /** That a time will be asked for when there is a text: whoever looks things up together need not wait for the text. */
    default void foresee(PlanRequest request) {}

    /** Every question is asked at once and by itself. Thread-safe. */
    @Component
    final class OneByOne implements Sources {

        private final Circumstances circumstances;
        private final Templates templates;
        private final Plans plans;

        OneByOne(Circumstances circumstances, Templates templates, Plans plans) {
            this.circumstances = circumstances;
            this.templates = templates;
            this.plans = plans;
        }

        @Override
        public Known circumstances(Ask ask) {
            return circumstances.of(ask);
        }

        @Override
        public Rendering text(RenderRequest request) {
            return templates.render(request);
        }

        @Override
        public Plan plan(PlanRequest request) {
            return plans.of(request);
        }
    }
}
