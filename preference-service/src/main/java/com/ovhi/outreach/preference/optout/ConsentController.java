package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.effective.Resolved;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Opting out and opting in. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}")
class ConsentController {

    private final ConsentDesk desk;

    ConsentController(ConsentDesk desk) {
        this.desk = desk;
    }

    @PostMapping("/opt-out")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff')")
    Permission optOut(
            @PathVariable long patientId,
            @Valid @RequestBody ConsentRequest request,
            Caller caller,
            HttpServletRequest http) {
        return Permission.of(
                request.channel(), desk.optOut(patientId, caller.organization(), request, Actor.of(caller, http)));
    }

    @PostMapping("/opt-in")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff')")
    Permission optIn(
            @PathVariable long patientId,
            @Valid @RequestBody ConsentRequest request,
            Caller caller,
            HttpServletRequest http) {
        return Permission.of(
                request.channel(), desk.optIn(patientId, caller.organization(), request, Actor.of(caller, http)));
    }

    /**
     * What holds on the channel afterwards, and why not if it does not.
     *
     * @param unencryptedAccepted whether e-mail may say more, as recorded; null on other channels
     */
    record Permission(
            long patientId,
            Channel channel,
            boolean enabled,
            boolean marketingOptIn,
            @Nullable String reason,
            @Nullable Boolean unencryptedAccepted) {

        static Permission of(Channel channel, Resolved resolved) {
            var preferences = resolved.preferences();
            var preference = Objects.requireNonNull(preferences.channels().get(channel));
            return new Permission(
                    preferences.patientId(),
                    channel,
                    preference.enabled(),
                    preference.marketingOptIn(),
                    preference.reason(),
                    channel == Channel.EMAIL ? preferences.unencryptedEmailAccepted() : null);
        }
    }
}
