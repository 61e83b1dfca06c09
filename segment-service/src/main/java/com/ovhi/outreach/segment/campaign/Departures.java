package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Enrolment.State;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * When messages leave. Quiet hours, caps and pauses may lie between that and the request: an answer is awaited, and a step that
 * follows the one before is counted, from when the patient can have read it.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Departures {

    /** When patients are looked at again whose message waits; its departure is heard of besides. */
    static final Duration LOOKED_AT_AFTER = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    Departures(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The patients of a chunk whose turn depends on a message that may still leave. Of what was asked for in this round
     * something has to be heard while it is of use, and nothing leaves of what was refused, though it may be asked for again after
     * a pause; what a pause has called off will be.
     */
    Set<Long> awaited(Turn turn, List<Enrolment> due, Courses courses) {
        var depending = due.stream()
                .filter(each -> each.state() == State.AWAITING
                        || step(each, courses.of(each.version()))
                                .filter(step -> step.from() == Anchor.PREVIOUS)
                                .isPresent())
                .map(Enrolment::patientId)
                .toList();
        return depending.isEmpty() ? Set.of() : unsent(turn, depending);
    }

    private Set<Long> unsent(Turn turn, Collection<Long> patientIds) {
        return new HashSet<>(jdbc.sql("""
                        SELECT x.patient_id FROM step_executions x
                            JOIN enrolments e ON e.campaign_id = x.campaign_id AND e.patient_id = x.patient_id
                                AND e.run = x.run
                        WHERE x.campaign_id = :campaign AND x.patient_id IN (:patients) AND %s AND x.answered_at IS NULL
                            AND (x.executed_at > :since AND x.end_reason IS NULL OR x.round < :round)
                            AND NOT EXISTS (SELECT 1 FROM step_executions y
                                WHERE y.campaign_id = x.campaign_id AND y.patient_id = x.patient_id AND y.run = x.run
                                    AND y.step > x.step AND y.outcome = 'requested')""".formatted(Executions.UNSENT))
                .param("campaign", turn.campaignId())
                .param("patients", patientIds)
                .param("since", Timestamp.from(turn.now().minus(UnheardSteps.HEARD_WITHIN)))
                .param("round", turn.run().round())
                .query(Long.class)
                .list());
    }

    /** Whether it matters to where a patient stands when messages leave. */
    boolean concern(Enrolment enrolment, Courses courses) {
        return enrolment.state() != State.EXITED
                && courses.of(enrolment.version()).steps().stream()
                        .anyMatch(each -> each.from() == Anchor.PREVIOUS || each.awaitReply() != null);
    }

    /**
     * It is news that the message of a step has left: what comes after it is counted from then.
     *
     * @param enrolment where the patient stands, in whichever run
     * @return where they stand now; empty when nothing depends on it
     */
    Optional<Enrolment> left(Enrolment enrolment, Execution execution, Instant at, Courses courses) {
        return enrolment.run() == execution.run() && enrolment.state() != State.EXITED
                ? following(enrolment, execution, at, courses)
                : Optional.empty();
    }

    private Optional<Enrolment> following(Enrolment enrolment, Execution execution, Instant at, Courses courses) {
        return step(enrolment, courses.of(enrolment.version())).flatMap(step -> {
            var place = enrolment.nextStep();
            if (enrolment.state() == State.AWAITING) {
                return Optional.ofNullable(step.awaitReply())
                        .filter(_ -> place == execution.step() - 1)
                        .map(awaited -> enrolment.left(at).lookedAt(at.plus(awaited.timeout())));
            }
            return step.from() == Anchor.PREVIOUS && place >= execution.step()
                    ? Optional.of(enrolment.left(at).lookedAt(clock.instant()))
                    : Optional.empty();
        });
    }

    /** The step they are at; empty when a shorter version has none. */
    private static Optional<Step> step(Enrolment enrolment, Course course) {
        var place = enrolment.nextStep();
        return place < course.steps().size() ? Optional.of(course.steps().get(place)) : Optional.empty();
    }
}
