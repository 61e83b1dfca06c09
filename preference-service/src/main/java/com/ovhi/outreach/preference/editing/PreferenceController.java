package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.preference.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Stored preferences. The version is the entity tag; who changes them says which version they have seen. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}")
@PreAuthorize("hasAnyAuthority('core-system','clinic-staff')")
class PreferenceController {

    private final Editing editing;
    private final MergePatch patches;

    PreferenceController(Editing editing, MergePatch patches) {
        this.editing = editing;
        this.patches = patches;
    }

    @GetMapping
    ResponseEntity<PreferenceView> read(@PathVariable long patientId, Caller caller, HttpServletRequest request) {
        return tagged(editing.read(patientId, caller.organization(), Actor.of(caller, request)));
    }

    @PutMapping
    ResponseEntity<PreferenceView> replace(
            @PathVariable long patientId,
            @Valid @RequestBody PreferenceUpdate update,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller,
            HttpServletRequest request) {
        return tagged(editing.change(
                patientId,
                caller.organization(),
                Versions.ifMatch(ifMatch),
                current -> update,
                Actor.of(caller, request)));
    }

    @PatchMapping(consumes = {"application/merge-patch+json", MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<PreferenceView> patch(
            @PathVariable long patientId,
            @RequestBody JsonNode patch,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller,
            HttpServletRequest request) {
        return tagged(editing.change(
                patientId,
                caller.organization(),
                Versions.ifMatch(ifMatch),
                current -> patches.apply(current, patch),
                Actor.of(caller, request)));
    }

    private static ResponseEntity<PreferenceView> tagged(PreferenceView view) {
        return Versions.tagged(view.version(), view);
    }
}
