package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Answers.Answer;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.api.Questions;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.AnsweredEach;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.preference.audit.Actor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Effective preferences, for the services that decide about a message and for those who ask why. */
@RestController
class EffectiveController {

    private static final String UNKNOWN = "unknown-patient";

    private final Effective effective;

    EffectiveController(Effective effective) {
        this.effective = effective;
    }

    @GetMapping("/api/v1/preferences/{patientId}/effective")
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

    /** For services that decide about many at once; addresses are in it. */
    @PostMapping("/api/v1/preferences/effective/batch")
    @PreAuthorize("hasAuthority('service')")
    Answers<EffectivePreferences> effective(@RequestBody @Nullable Questions<PatientRef> questions) {
        var patients = AnsweredEach.checked(questions);
        var found = effective.of(Set.copyOf(patients));
        return new Answers<>(patients.stream()
                .map(found::get)
                .map(each ->
                        each == null ? Answer.<EffectivePreferences>refused(404, UNKNOWN, List.of()) : Answer.of(each))
                .toList());
    }

    @GetMapping("/api/v1/preferences/{patientId}/explanation")
    @PreAuthorize("hasAnyAuthority('core-system','clinic-staff','compliance')")
    Explanation explanation(@PathVariable long patientId, Caller caller, HttpServletRequest request) {
        return effective
                .explain(patientId, caller.organization(), Actor.of(caller, request))
                .orElseThrow(EffectiveController::unknownPatient);
    }

    private static ProblemException unknownPatient() {
        return ProblemException.notFound(UNKNOWN, "There is no such patient");
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
                answer.unencryptedEmailAccepted(),
                answer.states(),
                answer.decidedBy(),
                answer.unlearnedBestHour());
    }
}
