package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.observability.AfterCommit;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.segment.campaign.Enrolment.State;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.experiment.Experiments;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Audiences;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes the steps that are due, for many patients at once. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class StepTaking {

    private final Enrolments enrolments;
    private final NewEnrolments newcomers;
    private final Executions executions;
    private final Versions versions;
    private final Recipients recipients;
    private final Population population;
    private final Experiments experiments;
    private final Audiences audiences;
    private final StepRequests requests;
    private final StepWithdrawals withdrawals;
    private final Departures departures;
    private final Outbox outbox;
    private final MeterRegistry meters;

    StepTaking(
            Enrolments enrolments,
            NewEnrolments newcomers,
            Executions executions,
            Versions versions,
            Recipients recipients,
            Population population,
            Experiments experiments,
            Audiences audiences,
            StepRequests requests,
            StepWithdrawals withdrawals,
            Departures departures,
            Outbox outbox,
            MeterRegistry meters) {
        this.enrolments = enrolments;
        this.newcomers = newcomers;
        this.executions = executions;
        this.versions = versions;
        this.recipients = recipients;
        this.population = population;
        this.experiments = experiments;
        this.audiences = audiences;
        this.requests = requests;
        this.withdrawals = withdrawals;
        this.departures = departures;
        this.outbox = outbox;
        this.meters = meters;
    }

    /** Takes the steps of the next patients who have one due; returns for how many patients. */
    int takeDue(Turn turn, int room) {
        var due = room <= 0 ? List.<Enrolment>of() : enrolments.due(turn.campaignId(), turn.now(), room);
        if (due.isEmpty()) {
            return 0;
        }
        var members = audiences.among(turn.run().segmentId(), patients(due));
        var chunk = take(turn, due, members);
        enrolments.save(chunk.changed, turn.now());
        write(chunk, turn);
        return due.size();
    }

    /** Enrols members where they stand after their first step, which is due; false when somebody has enrolled one of them. */
    boolean takeEntering(Turn turn, List<Enrolment> entering) {
        var chunk = take(turn, entering, Set.copyOf(patients(entering)));
        var entered = newcomers.enter(chunk.changed, turn.now());
        if (entered) {
            write(chunk, turn);
        }
        return entered;
    }

    private static List<Long> patients(List<Enrolment> enrolments) {
        return enrolments.stream().map(Enrolment::patientId).toList();
    }

    /** @param members those of the patients who are in the segment */
    private Chunk take(Turn turn, List<Enrolment> due, Set<Long> members) {
        var patients = patients(due);
        var known = recipients.of(turn, patients);
        var exposed = turn.experiment()
                .map(each -> experiments.exposed(each.id(), patients))
                .orElse(Map.of());
        var courses = new Courses(versions, turn);
        var facts = new ChunkFacts(
                population,
                turn.run().organizationId(),
                patients,
                courses.of(due.stream().map(Enrolment::version)));
        var judge = new StepJudge(turn.times(), turn.stopped(), facts, turn.now());
        var chunk = new Chunk();
        var awaited = departures.awaited(turn, due, courses);
        for (var each : due) {
            var course = courses.of(each.version());
            var experiment = experiment(turn, course);
            var met = exposed.containsKey(each.patientId());
            var enrolment = met
                    ? each
                    : each.drawn(
                            experiment.flatMap(it -> it.draw(each.patientId())).orElse(null));
            var recipient = known.get(each.patientId());
            if (!members.contains(each.patientId()) && course.terms().endsOn(Goal.LEFT_SEGMENT)) {
                chunk.leave(enrolment.exited(Goal.LEFT_SEGMENT.reason()));
            } else if (recipient != null && awaited.contains(each.patientId())) {
                chunk.changed.add(each.lookedAt(turn.now().plus(Departures.LOOKED_AT_AFTER)));
            } else {
                take(new Taking(turn, judge, course, experiment, enrolment, recipient, met), chunk);
            }
        }
        return chunk;
    }

    private void write(Chunk chunk, Turn turn) {
        withdrawals.of(chunk.unwilling);
        executions.record(chunk.executions, turn.now());
        experiments.expose(chunk.exposures);
        outbox.publishAll(Topics.REQUEST, chunk.requests);
        count(chunk.counted);
    }

    /**
     * The experiment as the version a patient is on has it. Who waits for their first message is drawn anew by it: weights
     * may have changed, a variant may have been stopped or have won, and what is published has to be what was drawn by.
     */
    private static Optional<Experiment> experiment(Turn turn, Course course) {
        var design = course.abVariants();
        return design == null ? Optional.empty() : turn.experiment().map(each -> each.by(design));
    }

    private void take(Taking taking, Chunk chunk) {
        var enrolment = taking.at();
        switch (taking.judge().judge(enrolment, taking.course(), taking.recipient())) {
            case Verdict.Later(var at) -> chunk.changed.add(enrolment.at(enrolment.nextStep(), at));
            case Verdict.Meet(var at) -> {
                expose(taking, enrolment, null, chunk);
                chunk.changed.add(enrolment.at(enrolment.nextStep(), at));
            }
            case Verdict.Leave(var reason) -> chunk.leave(enrolment.exited(reason));
            case Verdict.HoldOut() -> {
                expose(taking, enrolment, null, chunk);
                chunk.changed.add(enrolment.exited(ExperimentExposed.HOLDOUT));
            }
            case Verdict.Skip(var reason) -> {
                var skipped = execution(taking.turn(), enrolment, reason);
                chunk.add(skipped, taking.step(enrolment).purpose());
                chunk.changed.add(taking.goOn(enrolment, taking.step(enrolment).following(enrolment.nextStep())));
            }
            case Verdict.Send send -> send(taking, enrolment, send, chunk);
        }
    }

    private void send(Taking taking, Enrolment enrolment, Verdict.Send send, Chunk chunk) {
        var turn = taking.turn();
        var step = taking.step(enrolment);
        var execution = execution(turn, enrolment, null);
        chunk.add(execution, step.purpose());
        chunk.request(turn, execution, step.purpose(), send);
        expose(taking, enrolment, execution, chunk);
        var taken = enrolment.taken(turn.now(), taking.times().shifted(enrolment.anchor(), send.due(), turn.now()));
        var awaited = step.awaitReply();
        chunk.changed.add(
                awaited == null
                        ? taking.goOn(taken, step.following(enrolment.nextStep()))
                        : taken.awaiting(turn.now().plus(awaited.timeout())));
    }

    private static Execution execution(Turn turn, Enrolment enrolment, @Nullable String reason) {
        return new Execution(
                enrolment.campaignId(),
                enrolment.patientId(),
                enrolment.run(),
                enrolment.version(),
                enrolment.nextStep() + 1,
                turn.run().round(),
                enrolment.variant(),
                reason);
    }

    private static void expose(Taking taking, Enrolment enrolment, @Nullable Execution execution, Chunk chunk) {
        var variant = enrolment.variant();
        var turn = taking.turn();
        if (variant == null || taking.exposed()) {
            return;
        }
        taking.experiment()
                .map(each -> new ExperimentExposed(
                        each.id(),
                        turn.run().organizationId(),
                        enrolment.patientId(),
                        turn.campaignId(),
                        taking.step(enrolment).purpose(),
                        variant,
                        variant.equals(ExperimentExposed.HOLDOUT),
                        each.weights(),
                        execution == null ? null : execution.requestId(),
                        turn.now()))
                .ifPresent(chunk.exposures::add);
    }

    private void count(List<Counted> taken) {
        var counts = taken.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        AfterCommit.run(() -> counts.forEach((each, times) -> meters.counter(
                        "outreach.campaign.steps", "purpose", each.purpose().code(), "outcome", each.outcome())
                .increment(times)));
    }

    /** What a step has come to. */
    private record Counted(Purpose purpose, String outcome) {}

    /** What a chunk has come to, written at its end. */
    private final class Chunk {

        private final List<Enrolment> changed = new ArrayList<>();
        private final List<Enrolment> unwilling = new ArrayList<>();
        private final List<Execution> executions = new ArrayList<>();
        private final List<ExperimentExposed> exposures = new ArrayList<>();
        private final List<Keyed> requests = new ArrayList<>();
        private final List<Counted> counted = new ArrayList<>();

        void leave(Enrolment exited) {
            changed.add(exited);
            if (StepWithdrawals.because(Objects.requireNonNull(exited.exitReason()))) {
                unwilling.add(exited);
            }
        }

        void add(Execution execution, Purpose purpose) {
            executions.add(execution);
            counted.add(new Counted(purpose, execution.outcome()));
        }

        void request(Turn turn, Execution execution, Purpose purpose, Verdict.Send send) {
            requests.add(StepTaking.this.requests.keyed(turn, execution, purpose, send));
        }
    }

    /** One patient's turn. */
    private record Taking(
            Turn turn,
            StepJudge judge,
            Course course,
            Optional<Experiment> experiment,
            Enrolment enrolment,
            @Nullable Recipient recipient,
            boolean exposed) {

        /** Where the patient is now: who has waited in vain for an answer is a step further. */
        Enrolment at() {
            var place = enrolment.nextStep();
            return enrolment.state() == State.AWAITING && place < course.steps().size()
                    ? enrolment.at(course.steps().get(place).afterTimeout(place), turn.now())
                    : enrolment;
        }

        StepTimes times() {
            return turn.times().in(recipient == null ? null : recipient.zone());
        }

        Step step(Enrolment at) {
            return course.steps().get(at.nextStep());
        }

        /** Who has no step left has gone through it. */
        Enrolment goOn(Enrolment from, int place) {
            var there = from.at(place, turn.now());
            if (place >= course.steps().size()) {
                return there.exited(Enrolment.FINISHED);
            }
            return recipient == null ? there : there.at(place, judge.lookAt(there, course, recipient));
        }
    }
}
