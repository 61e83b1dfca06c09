package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The models of an organisation with the figures they were judged by, and the switch that turns them off. */
@RestController
@RequestMapping("/api/v1/optimizer")
class ModelController {

    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

    private final ModelReading models;
    private final Switches switches;

    ModelController(ModelReading models, Switches switches) {
        this.models = models;
        this.switches = switches;
    }

    @GetMapping("/models")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance','ops','service')")
    List<ModelReading.View> models(
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            @Parameter(hidden = true) Caller caller) {
        return models.of(caller.organizationOr(organizationId));
    }

    @GetMapping("/settings")
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance','ops')")
    ResponseEntity<Setting> settings(@Parameter(hidden = true) Caller caller) {
        return answer(caller.organization());
    }

    @PutMapping("/settings")
    @PreAuthorize("hasAnyAuthority('compliance','ops')")
    ResponseEntity<Setting> turn(
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody Setting setting,
            @Parameter(hidden = true) Caller caller,
            HttpServletRequest request) {
        if (setting.enabled() == null) {
            throw ProblemException.badRequest("missing-field", "'enabled' is missing");
        }
        var version = VERSION.matcher(ifMatch == null ? "" : ifMatch);
        if (!version.matches()) {
            throw ProblemException.preconditionRequired(
                    "if-match-required", "If-Match must name the version the change is based on");
        }
        if (!switches.turn(
                caller.organization(),
                setting.enabled(),
                Long.parseLong(version.group(1)),
                Viewer.of(caller, request))) {
            throw ProblemException.preconditionFailed("settings-changed", "Somebody else has changed the settings");
        }
        return answer(caller.organization());
    }

    private ResponseEntity<Setting> answer(long organization) {
        var known = switches.of(organization);
        return ResponseEntity.ok().eTag("\"" + known.version() + "\"").body(new Setting(known.enabled()));
    }

    /** Whether anything is learned and published for the organisation. */
    record Setting(@Nullable Boolean enabled) {}
}
