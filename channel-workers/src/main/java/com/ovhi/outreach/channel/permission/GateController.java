package com.ovhi.outreach.channel.permission;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the send gate is open, as this process sees it. */
@RestController
class GateController {

    private final GateStaleness staleness;
    private final GateProperties properties;

    GateController(GateStaleness staleness, GateProperties properties) {
        this.staleness = staleness;
        this.properties = properties;
    }

    @GetMapping("/api/v1/gate")
    @PreAuthorize("hasAnyAuthority('ops','clinic-staff')")
    Gate gate() {
        return new Gate(
                staleness.isOpen(),
                staleness.staleness().toSeconds(),
                properties.closesAfter().toSeconds());
    }

    /**
     * The state of the gate. Durations are real time.
     *
     * @param open whether messages pass at all
     * @param stalenessSeconds how old what it knows of permissions may be
     * @param closesAfterSeconds how old that may get
     */
    record Gate(boolean open, long stalenessSeconds, long closesAfterSeconds) {}
}
