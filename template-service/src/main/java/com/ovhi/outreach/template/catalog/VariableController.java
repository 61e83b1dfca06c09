package com.ovhi.outreach.template.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.organization.Organizations;
import com.ovhi.outreach.template.wording.Variable;
import com.ovhi.outreach.template.wording.variables.Capability;
import com.ovhi.outreach.template.wording.variables.Disclosure;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a template of a purpose may name, and which channel may carry it for the caller's organisation. */
@RestController
@RequestMapping("/api/v1/template-variables")
class VariableController {

    private final Organizations organizations;

    VariableController(Organizations organizations) {
        this.organizations = organizations;
    }

    @GetMapping
    @PreAuthorize("hasAnyAuthority('clinic-staff','campaign-manager','compliance')")
    List<View> list(@RequestParam String purpose, Caller caller) {
        var held = organizations.capabilities(caller.organization());
        return Variable.of(parsed(purpose)).stream()
                .map(each -> View.of(each, held))
                .toList();
    }

    private static Purpose parsed(String code) {
        try {
            return Purpose.of(code);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest("invalid-request", "Some parameters are missing or not valid")
                    .with("errors", List.of(Map.of("field", "purpose", "message", "is not known")));
        }
    }

    /** Whether a channel may carry a variable. */
    enum Carriage {
        /** Anybody may send it. */
        @JsonProperty("always")
        ALWAYS,
        /** The organisation may send it; by e-mail to patients who accept that. */
        @JsonProperty("agreed")
        AGREED,
        /** The organisation has not agreed to what it takes. */
        @JsonProperty("not-agreed")
        NOT_AGREED,
        /** Nobody may. */
        @JsonProperty("never")
        NEVER;

        static Carriage of(Disclosure disclosure, Set<Capability> held) {
            return switch (disclosure) {
                case Disclosure.Always() -> ALWAYS;
                case Disclosure.With with -> with.allowedWith(held) ? AGREED : NOT_AGREED;
                case Disclosure.Never() -> NEVER;
            };
        }
    }

    /** A variable on the wire. */
    record View(String name, String type, String example, String sensitivity, Map<Channel, Carriage> channels) {

        static View of(Variable variable, Set<Capability> held) {
            var channels = new EnumMap<Channel, Carriage>(Channel.class);
            Arrays.stream(Channel.values())
                    .forEach(channel -> channels.put(
                            channel, Carriage.of(variable.sensitivity().on(channel), held)));
            return new View(
                    variable.code(),
                    variable.type().name().toLowerCase(Locale.ROOT),
                    variable.sample(),
                    variable.sensitivity().code(),
                    channels);
        }
    }
}
