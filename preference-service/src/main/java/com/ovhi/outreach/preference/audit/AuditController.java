package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.chain.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log, for compliance. Looking at it is itself audited. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    private static final int MAX_LIMIT = 500;

    private final AuditReading reading;

    AuditController(AuditReading reading) {
        this.reading = reading;
    }

    @GetMapping
    @PreAuthorize("hasAuthority('compliance')")
    Page find(
            @RequestParam(name = "patient_id", required = false) @Nullable Long patientId,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit,
            Caller caller,
            HttpServletRequest request) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_LIMIT);
        }
        var query = AuditQuery.of(patientId, userId, action, from, to);
        var found = reading.page(
                caller.organization(), query, AuditPosition.parse(after), limit, Actor.of(caller, request));
        return new Page(
                found.stream().map(AuditLine::of).toList(),
                found.size() < limit ? null : AuditPosition.of(found.getLast()).text());
    }

    /** All entries that fit, as they are read; the connection breaks off when one cannot be read. */
    @GetMapping("/export")
    @PreAuthorize("hasAuthority('compliance')")
    void export(
            @RequestParam(defaultValue = "csv") String format,
            @RequestParam(name = "patient_id", required = false) @Nullable Long patientId,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var query = AuditQuery.of(patientId, userId, action, from, to);
        var form = AuditExport.of(format);
        var organization = caller.organization();
        response.setContentType(form.mediaType());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit-" + organization + form.ending() + "\"");
        var out = form.begin(response.getOutputStream());
        reading.export(organization, query, Actor.of(caller, request), out::write);
        out.end();
    }

    @PostMapping("/verification")
    @PreAuthorize("hasAuthority('compliance')")
    Verdict verify(Caller caller, HttpServletRequest request) {
        var organization = caller.organization();
        return reading.verify(organization, organization, Actor.of(caller, request));
    }

    /** Verifies the entries that belong to no organisation. */
    @PostMapping("/verification/system")
    @PreAuthorize("hasAuthority('ops')")
    Verdict verifySystem(Caller caller, HttpServletRequest request) {
        return reading.verify(caller.organizationId(), 0, Actor.of(caller, request));
    }

    /**
     * One page.
     *
     * @param next what to give as {@code after} for the next page, null when this is the last
     */
    record Page(List<AuditLine> entries, @Nullable String next) {}
}
