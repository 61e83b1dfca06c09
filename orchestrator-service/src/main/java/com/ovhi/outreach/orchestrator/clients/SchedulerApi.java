package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.contract.api.PlanRequest;
import com.ovhi.outreach.common.contract.api.Questions;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/** scheduler-service, as far as it is called. */
interface SchedulerApi {

    @PostExchange("/api/v1/plan")
    Plan plan(@RequestBody PlanRequest request);

    @PostExchange("/api/v1/plan/batch")
    Answers<Plan> planAll(@RequestBody Questions<PlanRequest> requests);
}
