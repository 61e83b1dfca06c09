package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Effective preferences, for the services that decide about a message and for those who ask why. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}")
class EffectiveController {

    private final Effective effective;

    EffectiveController(Effective effective) {
        this.effective = effective;
    }

    @GetMapping("/effective")
    @PreAuthorize("hasAnyAuthority('service','core-system','clinic-staff')")
    EffectivePreferences effective(
            @PathVariable long patientId,
            @RequestParam(name = "organization_id", required = false) @Nullable Long organizationId,
            Caller caller) {
        var answer = effective
                .of(patientId, caller.organizationOr(organizationId))
                .orElseThrow(EffectiveController::unknownPatient);
        return caller.isService() ? answer : withoutAddresses(answer);
    }

    @GetMapping("/explanation")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','compliance')")
    Explanation explanation(@PathVariable long patientId, Caller caller, HttpServletRequest request) {
        return effective
                .explain(patientId, caller.organization(), Actor.of(caller, request))
                .orElseThrow(EffectiveController::unknownPatient);
    }

    private static ProblemException unknownPatient() {
        return ProblemException.notFound("unknown-patient", "There is no such patient");
    }

    /** Addresses leave for services only. */
    private static EffectivePreferences withoutAddresses(EffectivePreferences answer) {
        var channels = new EnumMap<Channel, ChannelPreference>(Channel.class);
        answer.channels()
                .forEach((channel, each) -> channels.put(
                        channel,
                        new ChannelPreference(each.enabled(), each.marketingOptIn(), null, null, each.reason())));
        return new EffectivePreferences(
                answer.patientId(),
                answer.organizationId(),
                answer.version(),
                answer.timezone(),
                answer.candidateZones(),
                answer.language(),
                answer.quietStart(),
                answer.quietEnd(),
                answer.workStart(),
                answer.workEnd(),
                answer.bestHour(),
                channels,
                answer.unencryptedEmailAccepted());
    }
}
