package com.ovhi.outreach.common.sample;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.PublicEndpoint;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.Map;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

@RestController
@RequestMapping("/api/v1")
class SampleController {

    @GetMapping("/mine")
    @PreAuthorize("hasAuthority('clinic-staff')")
    Map<String, Object> mine(Caller caller) {
        return Map.of("organization_id", caller.organization(), "subject", caller.subject());
    }

    @GetMapping("/number/{value}")
    @PreAuthorize("hasAuthority('clinic-staff')")
    Map<String, Object> number(@PathVariable long value) {
        return Map.of("value", value);
    }

    @GetMapping("/broken")
    @PreAuthorize("hasAuthority('clinic-staff')")
    Map<String, Object> broken() {
        throw new IllegalStateException("secret +12025550100 in SELECT * FROM patients");
    }

    @GetMapping("/cut-off")
    @PreAuthorize("hasAuthority('clinic-staff')")
    Map<String, Object> cutOff() {
        throw new RestClientException("the answer ended in the middle");
    }

    @PostMapping("/patients")
    @PreAuthorize("hasAuthority('clinic-staff')")
    Map<String, Object> create(@Valid @RequestBody NewPatient patient) {
        return Map.of("patient_id", patient.patientId());
    }

    @GetMapping("/public/ping")
    @PublicEndpoint(protectedBy = "nothing: it tells nothing")
    Map<String, Object> ping() {
        return Map.of("pong", true);
    }

    record NewPatient(@Positive long patientId, @NotBlank String givenName) {}
}
