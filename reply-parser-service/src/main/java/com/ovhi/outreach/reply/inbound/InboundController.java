package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.security.Roles;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What a patient wrote, in clear: for staff of the patient's clinic, and for ops when it is nobody's. */
@RestController
class InboundController {

    private static final int LONGEST_AGENT = 500;

    private final InboundReading reading;

    InboundController(InboundReading reading) {
        this.reading = reading;
    }

    @GetMapping("/api/v1/inbound/{id}")
    @PreAuthorize("hasAnyAuthority('clinic-staff','ops')")
    ClearInbound inbound(@PathVariable UUID id, Caller caller, HttpServletRequest request) {
        var organization = caller.roles().contains(Roles.CLINIC_STAFF) ? (Long) caller.organization() : null;
        var reader = new InboundReading.Reader(caller.subject(), request.getRemoteAddr(), agent(request));
        return reading.read(id, organization, reader)
                .orElseThrow(() -> ProblemException.notFound("unknown-inbound", "There is no such message"));
    }

    private static @Nullable String agent(HttpServletRequest request) {
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        return agent == null || agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT);
    }
}
