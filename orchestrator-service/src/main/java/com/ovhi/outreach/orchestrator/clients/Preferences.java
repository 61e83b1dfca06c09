package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import java.util.Optional;
import org.springframework.web.client.HttpClientErrorException;

/** What preference-service says about a patient. Thread-safe. */
public final class Preferences {

    private final PreferenceApi api;

    Preferences(PreferenceApi api) {
        this.api = api;
    }

    /** The effective preferences; empty when preference-service does not know the patient (yet). */
    public Optional<EffectivePreferences> of(long organizationId, long patientId) {
        try {
            return Optional.of(api.effective(patientId, organizationId));
        } catch (HttpClientErrorException.NotFound e) {
            // Any other 404 is a wrong address, not an answer about a patient.
            if (Problem.of(e).is("unknown-patient")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
