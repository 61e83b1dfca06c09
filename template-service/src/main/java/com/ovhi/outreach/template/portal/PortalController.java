package com.ovhi.outreach.template.portal;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Links into the portal: made for services, used up by the portal, taken back by staff. */
@RestController
@RequestMapping("/api/v1/portal-links")
class PortalController {

    private static final int MAX_LIMIT = 200;

    private final PortalLinks links;
    private final PortalLimits limits;

    PortalController(PortalLinks links, PortalLimits limits) {
        this.links = links;
        this.limits = limits;
    }

    @PostMapping
    @PreAuthorize("hasAnyAuthority('service','core-system')")
    @ResponseStatus(HttpStatus.CREATED)
    Minted mint(@Valid @RequestBody MintRequest request, Caller caller, HttpServletRequest http) {
        var link = links.prepare(new LinkWish(
                caller.organizationOr(request.organizationId()),
                request.patientId(),
                request.purpose(),
                request.scope(),
                caller.subject(),
                null));
        links.keep(link, Viewer.of(caller, http));
        return new Minted(link.id(), link.url(), link.expiresAt());
    }

    /** For the portal, which asks the patient for a second factor before it shows anything. */
    @PostMapping("/redeem")
    @PreAuthorize("hasAuthority('core-system')")
    Redeemed redeem(@Valid @RequestBody RedeemRequest request, Caller caller, HttpServletRequest http) {
        limits.redeem(request.client());
        return links.redeem(caller.organization(), request.token(), caller.subject(), http.getRemoteAddr())
                .map(Redeemed::of)
                .orElseThrow(() -> ProblemException.notFound("unknown-link", "This link is not valid"));
    }

    @DeleteMapping("/{id}")
    @PreAuthorize("hasAnyAuthority('service','core-system','clinic-staff','compliance')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(
            @PathVariable UUID id,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller,
            HttpServletRequest http) {
        links.revoke(caller.organizationOr(organizationId), id, Viewer.of(caller, http));
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','compliance')")
    Page list(
            @RequestParam(name = "patient_id") long patientId,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit,
            Caller caller,
            HttpServletRequest http) {
        var size = Math.clamp(limit, 1, MAX_LIMIT);
        var found = links.of(caller.organization(), patientId, after, size + 1, Viewer.of(caller, http));
        var items = found.stream().limit(size).toList();
        return new Page(items, found.size() > size ? items.getLast().id() : null);
    }

    /** {@code scope} is a word of the portal's for what it shall show. */
    record MintRequest(
            @Nullable Long organizationId,
            @NotNull @Positive Long patientId,
            @NotNull Purpose purpose,

            @NotBlank @Pattern(regexp = "[a-z][a-z0-9_-]{0,39}")
            String scope) {}

    /** {@code url} is told once and never again. */
    record Minted(UUID id, String url, Instant expiresAt) {

        @Override
        public String toString() {
            return "Minted[" + Masked.MASK + "]";
        }
    }

    /** {@code client} is whoever tries, as the portal tells its visitors apart; it may try ten tokens a minute. */
    record RedeemRequest(
            @NotNull @Size(max = 200) String token,
            @Nullable @Size(min = 1, max = 64) String client) {

        @Override
        public String toString() {
            return "RedeemRequest[" + Masked.MASK + "]";
        }
    }

    /** What a link was bound to. */
    record Redeemed(UUID id, long organizationId, long patientId, Purpose purpose, String scope) {

        static Redeemed of(PortalLink link) {
            return new Redeemed(link.id(), link.organizationId(), link.patientId(), link.purpose(), link.scope());
        }
    }

    record Page(List<PortalLink> items, @Nullable UUID nextAfter) {}
}
