package com.ovhi.outreach.orchestrator.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.Answers;
import com.ovhi.outreach.common.contract.api.Answers.Answer;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.PatientRef;
import com.ovhi.outreach.common.contract.api.Questions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What answers about many patients mean. */
class PreferencesTests {

    private static final PatientRef UNKNOWN = new PatientRef(1, 11);
    private static final PatientRef REFUSED = new PatientRef(1, 12);
    private static final PatientRef NEITHER = new PatientRef(1, 13);

    @Test
    void takesForUnknownOnlyWhoIsSaidToBe() {
        var preferences = new Preferences(new Answering(List.of(
                Answer.refused(404, "unknown-patient", List.of()),
                Answer.refused(500, "internal-error", List.of()),
                new Answer<>(null, null))));

        var answers = preferences.of(List.of(UNKNOWN, REFUSED, NEITHER));

        assertThat(answers).as("the others are asked for alone").containsOnlyKeys(UNKNOWN);
        assertThat(answers.get(UNKNOWN)).isEqualTo(Optional.empty());
    }

    private record Answering(List<Answer<EffectivePreferences>> answers) implements PreferenceApi {

        @Override
        public EffectivePreferences effective(long patientId, long organizationId) {
            throw new IllegalStateException("Nobody is to be asked for alone");
        }

        @Override
        public Answers<EffectivePreferences> effectiveOfAll(Questions<PatientRef> patients) {
            return new Answers<>(answers);
        }
    }
}
