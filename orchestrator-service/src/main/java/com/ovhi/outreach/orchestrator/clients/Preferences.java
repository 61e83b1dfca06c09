package com.ovhi.outreach.orchestrator.clients;

import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.client.HttpClientErrorException;

/** What preference-service says about a patient. Thread-safe. */
public final class Preferences {

    private static final String UNKNOWN = "unknown-patient";

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
            if (Problem.of(e).is(UNKNOWN)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Like {@link #of(long, long)} of many; those are left out that are better asked for alone. */
    public Map<PatientRef, Optional<EffectivePreferences>> of(Collection<PatientRef> patients) {
        return AskedTogether.of(patients, api::effectiveOfAll, answer -> {
            var preferences = answer.answer();
            if (preferences != null) {
                return Optional.of(preferences);
            }
            var problem = answer.problem();
            return problem != null && UNKNOWN.equals(problem.slug()) ? Optional.<EffectivePreferences>empty() : null;
        });
    }
}
