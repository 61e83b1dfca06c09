package com.ovhi.outreach.orchestrator.clients;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;

/** The segments of a patient; none while segment-service does not answer. Thread-safe. */
public final class Segments {

    private static final Logger log = LoggerFactory.getLogger(Segments.class);

    private final SegmentApi api;

    Segments(SegmentApi api) {
        this.api = api;
    }

    /** Their names. */
    public List<String> of(long organizationId, long patientId) {
        try {
            return api.segments(patientId, organizationId).segments();
        } catch (RestClientException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Segments left out");
            return List.of();
        }
    }
}
