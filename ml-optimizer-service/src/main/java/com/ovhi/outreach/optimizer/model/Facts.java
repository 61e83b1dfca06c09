package com.ovhi.outreach.optimizer.model;

import com.ovhi.outreach.common.contract.HourWeights.Hour;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.optimizer.learning.AgeBand;
import com.ovhi.outreach.optimizer.risk.NoShowModel.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation's models are trained and judged with. Ids and vocabulary, bands of ages, no PHI beyond.
 *
 * @param patients each with at least one message, by id
 * @param visits that were kept or missed, by their start
 */
record Facts(List<Patient> patients, List<Ended> visits) {

    /** A message that is not answered after so long will not be. */
    static final Duration ANSWER_TIME = Duration.ofHours(24);

    /** Copies. */
    Facts {
        patients = List.copyOf(patients);
        visits = List.copyOf(visits);
    }

    /**
     * A patient.
     *
     * @param language primary subtag, {@code unknown} if none
     * @param sent by time; of very many the last {@value #MOST_SENT}, for each is judged by all before it
     * @param stops when they said STOP
     */
    record Patient(long id, String language, AgeBand ageBand, List<Sent> sent, List<Instant> stops) {

        private static final int MOST_SENT = 500;

        Patient {
            sent = List.copyOf(sent.subList(Math.max(0, sent.size() - MOST_SENT), sent.size()));
        }

        /** Groups for the report on fairness. */
        List<String> groups() {
            return List.of("language=" + language, "age=" + ageBand.code());
        }

        /** Whose habits are taken for the patient's as long as nothing else is known. */
        String cohort() {
            return ageBand.cohort(language);
        }
    }

    /**
     * A message that can be judged: it arrived, and was answered or is too old to be.
     *
     * @param hour local, null when it is not known where the patient was
     * @param answeredAt null when it was not
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
            @Nullable Instant answeredAt,
            @Nullable Chosen chosen) {

        boolean answered() {
            return answeredAt != null;
        }

        /** Whether it was answered, as far as that was known at a later instant; empty while an answer could still come. */
        Optional<Boolean> answeredBy(Instant later) {
            if (answeredAt != null && !answeredAt.isAfter(later)) {
                return Optional.of(true);
            }
            return at.plus(ANSWER_TIME).isAfter(later) ? Optional.empty() : Optional.of(false);
        }
    }

    /**
     * A drawn hour.
     *
     * @param hour local
     * @param candidates local hours with the kinds of their days, each hour once
     */
    record Chosen(int hour, double propensity, List<Hour> candidates) {

        /** Copies. */
        Chosen {
            candidates = List.copyOf(candidates);
        }

        /** Which candidate it is. */
        int option() {
            return candidates.stream().map(Hour::hour).toList().indexOf(hour);
        }
    }

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
