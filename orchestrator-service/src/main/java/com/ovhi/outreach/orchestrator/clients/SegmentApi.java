package com.ovhi.outreach.orchestrator.clients;

import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** segment-service, as far as it is called. */
interface SegmentApi {

    @GetExchange("/api/v1/patients/{patientId}/segments")
    Membership segments(
            @PathVariable("patientId") long patientId, @RequestParam("organization_id") long organizationId);

    /** The names of the segments a patient is in. */
    record Membership(List<String> segments) {}
}
