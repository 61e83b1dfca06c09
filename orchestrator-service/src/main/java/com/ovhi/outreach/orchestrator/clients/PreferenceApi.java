package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.api.Questions;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/** preference-service, as far as it is called. */
interface PreferenceApi {

    @GetExchange("/api/v1/preferences/{patientId}/effective")
    EffectivePreferences effective(
            @PathVariable("patientId") long patientId, @RequestParam("organization_id") long organizationId);

    @PostExchange("/api/v1/preferences/effective/batch")
    Answers<EffectivePreferences> effectiveOfAll(@RequestBody Questions<PatientRef> patients);
}
