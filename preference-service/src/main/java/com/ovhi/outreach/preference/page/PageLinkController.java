package com.ovhi.outreach.preference.page;

import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.preference.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Links to a patient's page, for those who send them to the patient. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}/page-links")
@PreAuthorize("hasAnyAuthority('clinic-staff','service')")
class PageLinkController {

    private final LinkDesk desk;

    PageLinkController(LinkDesk desk) {
        this.desk = desk;
    }

    @PostMapping
    ResponseEntity<Minted> mint(
            @PathVariable long patientId,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller,
            HttpServletRequest request) {
        var minted = desk.mint(patientId, caller.organizationOr(organizationId), Actor.of(caller, request));
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(minted);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            @PathVariable long patientId,
            @PathVariable UUID id,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller,
            HttpServletRequest request) {
        desk.revoke(id, patientId, caller.organizationOr(organizationId), Actor.of(caller, request));
    }

    /**
     * A fresh link.
     *
     * @param url for the patient alone; it is told only now
     */
    record Minted(UUID id, String url, Instant expiresAt) {

        @Override
        public String toString() {
            return "Minted[id=" + id + ", url=" + Masked.MASK + "]";
        }
    }
}
