package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was learned about a patient, with the counts it rests on. */
@RestController
@RequestMapping("/api/v1/insights")
class InsightController {

    private final Insights insights;

    InsightController(Insights insights) {
        this.insights = insights;
    }

    @GetMapping("/{patientId}")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops','service')")
    Insights.Insight get(
            @PathVariable long patientId,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller,
            HttpServletRequest request) {
        return insights.of(patientId, caller.organizationOr(organizationId), Viewer.of(caller, request));
    }
}
