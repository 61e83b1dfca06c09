package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import java.util.List;
import org.springframework.web.client.HttpClientErrorException;

/** When messages may be sent, as scheduler-service sees it. Thread-safe. */
public final class Plans {

    private final SchedulerApi api;

    Plans(SchedulerApi api) {
        this.api = api;
    }

    /** Asks for a time; what cannot be planned at all, such as what is too far ahead, is refused with its reason. */
    public Plan of(PlanRequest request) {
        try {
            return api.plan(request);
        } catch (HttpClientErrorException.BadRequest e) {
            var problem = Problem.of(e);
            if (problem.is("")) {
                throw e;
            }
            return new Plan(Verdict.REFUSED, null, null, List.of(problem.slug()));
        }
    }
}
