package com.ovhi.outreach.preference.optout;

import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.optout.SuppressionDesk.Removal;
import com.ovhi.outreach.preference.profile.DisownedAddresses.Disowned;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Addresses from which somebody said that they are not the patient; named by their keyed hash. */
@RestController
@RequestMapping("/api/v1/preferences/{patientId}/disowned-addresses")
@PreAuthorize("hasAnyAuthority('compliance','clinic-staff')")
class DisownedController {

    private final DisownedDesk desk;

    DisownedController(DisownedDesk desk) {
        this.desk = desk;
    }

    @GetMapping
    Entries list(@PathVariable long patientId, Caller caller, HttpServletRequest http) {
        return new Entries(desk.find(patientId, caller.organization(), Actor.of(caller, http)));
    }

    /** @param because why it was wrong: one of {@link Removal} */
    @DeleteMapping("/{addressHash}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            @PathVariable long patientId,
            @PathVariable String addressHash,
            @RequestParam String because,
            Caller caller,
            HttpServletRequest http) {
        desk.remove(patientId, caller.organization(), addressHash, Removal.of(because), Actor.of(caller, http));
    }

    /** All of a patient's; there are never many. */
    record Entries(List<Disowned> entries) {}
}
