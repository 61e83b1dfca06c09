package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PatientSegmentsController {

    private final Segmentation segmentation;

    PatientSegmentsController(Segmentation segmentation) {
        this.segmentation = segmentation;
    }

    /** An unknown patient and another organisation's belong to no segment: the answer is the same for both. */
    @GetMapping("/api/v1/patients/{patientId}/segments")
    @PreAuthorize("hasAnyAuthority('service','clinic-staff','core-system')")
    PatientSegments segments(
            Caller caller,
            @PathVariable long patientId,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            HttpServletRequest request) {
        return new PatientSegments(
                segmentation.namesFor(caller.organizationOr(organizationId), patientId, Viewer.of(caller, request)));
    }

    record PatientSegments(List<String> segments) {}
}
