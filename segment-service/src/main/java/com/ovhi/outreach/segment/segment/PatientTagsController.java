package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/patients/{patientId}/tags")
@PreAuthorize("hasAuthority('clinic-staff')")
class PatientTagsController {

    private final Tagging tagging;

    PatientTagsController(Tagging tagging) {
        this.tagging = tagging;
    }

    @GetMapping
    Tags tags(Caller caller, @PathVariable long patientId, HttpServletRequest http) {
        return new Tags(tagging.of(caller.organization(), patientId, Viewer.of(caller, http)));
    }

    @PutMapping("/{tag}")
    Tags put(Caller caller, @PathVariable long patientId, @PathVariable String tag, HttpServletRequest http) {
        return new Tags(tagging.put(caller.organization(), patientId, tag, Viewer.of(caller, http)));
    }

    @DeleteMapping("/{tag}")
    Tags remove(Caller caller, @PathVariable long patientId, @PathVariable String tag, HttpServletRequest http) {
        return new Tags(tagging.remove(caller.organization(), patientId, tag, Viewer.of(caller, http)));
    }

    record Tags(List<String> tags) {}
}
