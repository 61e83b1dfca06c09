package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.Plan.Verdict;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.web.client.HttpClientErrorException;

/** When messages may be sent, as scheduler-service sees it. Thread-safe. */
public final class Plans {

    private static final int BAD_REQUEST = 400;

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
            return refused(problem.slug());
        }
    }

    /** Like {@link #of(PlanRequest)} of many; those are left out that are better asked for alone. */
    public Map<PlanRequest, Plan> of(Collection<PlanRequest> requests) {
        return AskedTogether.of(requests, api::planAll, answer -> {
            var problem = answer.problem();
            if (problem == null) {
                return answer.answer();
            }
            return problem.status() == BAD_REQUEST ? refused(problem.slug()) : null;
        });
    }

    private static Plan refused(String reason) {
        return new Plan(Verdict.REFUSED, null, null, List.of(reason));
    }
}
