package com.ovhi.outreach.preference.audit;

import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log, for compliance. Looking at it is itself audited. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    private static final int MAX_LIMIT = 500;

    private final AuditLog log;
    private final AuditTrail trail;

    AuditController(AuditLog log, AuditTrail trail) {
        this.log = log;
        this.trail = trail;
    }

    @GetMapping
    @PreAuthorize("hasAuthority('compliance')")
    @Transactional
    Page find(
            @RequestParam(name = "patient_id", required = false) @Nullable Long patientId,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "100") int limit,
            Caller caller,
            HttpServletRequest request) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ProblemException.badRequest("invalid-limit", "'limit' must be between 1 and " + MAX_LIMIT);
        }
        var organization = caller.organization();
        var entries = log.find(organization, patientId, actionOf(action), after, limit);
        trail.record(
                organization,
                patientId,
                Actor.of(caller, request),
                AuditAction.ACCESS,
                Map.of("what", "audit", "entries", Integer.toString(entries.size())));
        return new Page(
                entries, entries.size() < limit ? null : entries.getLast().id());
    }

    private static @Nullable AuditAction actionOf(@Nullable String code) {
        try {
            return code == null ? null : AuditAction.of(code.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-action", "There is no such action");
        }
    }

    /**
     * One page.
     *
     * @param next what to give as {@code after} for the next page, null when this is the last
     */
    record Page(List<AuditLog.Entry> entries, @Nullable Long next) {}
}
