package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Stored preferences. The version is the entity tag. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}")
@PreAuthorize("hasAnyAuthority('core-system','clinic-staff')")
class PreferenceController {

    private final Editing editing;

    PreferenceController(Editing editing) {
        this.editing = editing;
    }

    @GetMapping
    ResponseEntity<PreferenceView> read(@PathVariable long patientId, Caller caller, HttpServletRequest request) {
        return tagged(editing.read(patientId, caller.organization(), Actor.of(caller, request)));
    }

    @PutMapping
    ResponseEntity<PreferenceView> update(
            @PathVariable long patientId,
            @Valid @RequestBody PreferenceUpdate update,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller,
            HttpServletRequest request) {
        return tagged(
                editing.update(patientId, caller.organization(), update, version(ifMatch), Actor.of(caller, request)));
    }

    private static ResponseEntity<PreferenceView> tagged(PreferenceView view) {
        return ResponseEntity.ok().eTag("\"" + view.version() + "\"").body(view);
    }

    private static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        try {
            return Long.valueOf(ifMatch.strip().replace("\"", ""));
        } catch (NumberFormatException e) {
            throw ProblemException.badRequest("invalid-if-match", "If-Match must be an entity tag of this resource");
        }
    }
}
