package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** preference-service, as far as it is called. */
interface PreferenceApi {

    @GetExchange("/api/v1/preferences/{patientId}/effective")
    EffectivePreferences effective(
            @PathVariable("patientId") long patientId, @RequestParam("organization_id") long organizationId);
}
