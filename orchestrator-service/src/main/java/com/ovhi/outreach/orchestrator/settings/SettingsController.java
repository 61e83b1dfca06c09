package com.ovhi.outreach.orchestrator.settings;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.orchestrator.audit.Actor;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** An organisation reads and replaces its settings; a change says which version it was based on. */
@RestController
@RequestMapping("/api/v1/comm/settings")
class SettingsController {

    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

    private final SettingsLedger ledger;

    SettingsController(SettingsLedger ledger) {
        this.ledger = ledger;
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','campaign-manager','compliance','ops')")
    ResponseEntity<OutreachSettings> settings(@Parameter(hidden = true) Caller caller) {
        return answer(caller.organization());
    }

    @PutMapping
    @PreAuthorize("hasAnyAuthority('compliance','ops')")
    ResponseEntity<OutreachSettings> replace(
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody OutreachSettings settings,
            @Parameter(hidden = true) Caller caller,
            @Parameter(hidden = true) Actor actor) {
        var caps = settings.caps();
        if (caps.perWeek() < caps.perDay() || caps.reservedPerWeek() > caps.perWeek()) {
            throw ProblemException.badRequest("contradictory-caps", "A week must have room for a day and the reserve");
        }
        if (!ledger.replace(caller.organization(), version(ifMatch), settings, actor)) {
            throw ProblemException.preconditionFailed("settings-changed", "Somebody else has changed the settings");
        }
        return answer(caller.organization());
    }

    private ResponseEntity<OutreachSettings> answer(long organizationId) {
        var known = ledger.versioned(organizationId);
        return ResponseEntity.ok().eTag("\"" + known.version() + "\"").body(known.settings());
    }

    private static long version(@Nullable String ifMatch) {
        var match = VERSION.matcher(ifMatch == null ? "" : ifMatch);
        if (!match.matches()) {
            throw ProblemException.preconditionRequired(
                    "if-match-required", "If-Match must name the version the change is based on");
        }
        return Long.parseLong(match.group(1));
    }
}
