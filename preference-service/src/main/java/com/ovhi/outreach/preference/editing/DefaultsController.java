package com.ovhi.outreach.preference.editing;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.setting.DefaultLevels.Owner;
import com.ovhi.outreach.preference.setting.Level;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.Locale;
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

/** Defaults of a provider, an organisation, or all ({@code global/0}). The version is the entity tag. */
@RestController
@RequestMapping("/api/v1/preference-defaults/{level}/{ownerId}")
@PreAuthorize("hasAnyAuthority('core-system','clinic-staff','compliance','ops')")
class DefaultsController {

    private final DefaultsEditing editing;

    DefaultsController(DefaultsEditing editing) {
        this.editing = editing;
    }

    @GetMapping
    ResponseEntity<DefaultsView> read(@PathVariable String level, @PathVariable long ownerId, Caller caller) {
        return tagged(editing.read(owner(level, ownerId), caller));
    }

    @PutMapping
    ResponseEntity<DefaultsView> replace(
            @PathVariable String level,
            @PathVariable long ownerId,
            @Valid @RequestBody DefaultsUpdate update,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller,
            HttpServletRequest request) {
        return tagged(editing.replace(
                owner(level, ownerId), Versions.ifMatch(ifMatch), update, caller, Actor.of(caller, request)));
    }

    private static Owner owner(String level, long id) {
        try {
            return new Owner(Level.valueOf(level.toUpperCase(Locale.ROOT)), id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound("unknown-level", "There are no such defaults");
        }
    }

    private static ResponseEntity<DefaultsView> tagged(DefaultsView view) {
        return Versions.tagged(view.version(), view);
    }
}
