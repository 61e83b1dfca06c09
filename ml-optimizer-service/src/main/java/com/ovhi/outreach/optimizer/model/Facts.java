package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation's models are trained and judged with. Ids and vocabulary, bands of ages, no PHI beyond.
 *
 * @param patients each with at least one message, by id
 * @param visits that were kept or missed, by their start
 */
record Facts(List<Patient> patients, List<Ended> visits) {

    /** Copies. */
    Facts {
        patients = List.copyOf(patients);
        visits = List.copyOf(visits);
    }

    /**
     * A patient.
     *
     * @param language primary subtag, {@code unknown} if none
     * @param sent by time
     * @param stops when they said STOP
     */
    record Patient(long id, String language, AgeBand ageBand, List<Sent> sent, List<Instant> stops) {

        /** Groups for the report on fairness. */
        List<String> groups() {
            return List.of("language=" + language, "age=" + ageBand.code());
        }
    }

    /**
     * A message that can be judged: it arrived, and was answered or is too old to be.
     *
     * @param hour local, null when it is not known where the patient was
     * @param chosen how its hour was drawn, null if it was not
     */
    record Sent(
            Instant at,
            Channel channel,
            boolean marketing,
            boolean asks,
            boolean arrived,
            @Nullable Integer hour,
            boolean weekend,
            boolean answered,
            @Nullable Chosen chosen) {}

    /** A drawn hour. */
    record Chosen(int hour, double propensity, List<Integer> candidates) {}

    /**
     * A visit that took place or should have.
     *
     * @param visit as it looked beforehand
     */
    record Ended(long patient, String language, AgeBand ageBand, Visit visit, boolean missed) {

        List<String> groups() {
            return List.of("language=" + language, "age=" + ageBand.code());
        }
    }
}
