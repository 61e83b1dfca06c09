package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.segment.campaign.HeldSteps.CalledOff;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Asks again for what a pause has called off, as far as it is still of use, by the version each patient is on now. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class AskingAgain {

    /** Once nothing is left, little comes back: what another job was to take over from, and that was held as well. */
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private static final int KEPT = 1_000;

    private final Map<Long, Looked> nothingLeft = new ConcurrentHashMap<>();
    private final Enrolments enrolments;
    private final HeldSteps held;
    private final Versions versions;
    private final Recipients recipients;
    private final Population population;
    private final Audiences audiences;
    private final StepRequests requests;
    private final Outbox outbox;

    AskingAgain(
            Enrolments enrolments,
            HeldSteps held,
            Versions versions,
            Recipients recipients,
            Population population,
            Audiences audiences,
            StepRequests requests,
            Outbox outbox) {
        this.enrolments = enrolments;
        this.held = held;
        this.versions = versions;
        this.recipients = recipients;
        this.population = population;
        this.audiences = audiences;
        this.requests = requests;
        this.outbox = outbox;
    }

    /**
     * Asks again for some of it; what is of no use any more is ended beside that, and needs no room.
     *
     * @return how many were looked at that may be asked for, and whether there were any at all
     */
    Looks next(Turn turn, int room, int most) {
        if (turn.run().round() == 0 || room <= 0) {
            return Looks.NONE;
        }
        var run = turn.run();
        var looked = new Looked(run.round(), turn.now());
        if (looked.soonAfter(nothingLeft.get(turn.campaignId()))) {
            return Looks.NONE;
        }
        var answeredBy = run.pausedAt().minus(StepRequests.USEFUL_FOR);
        var all = held.calledOff(run, answeredBy, turn.course().terms().mayReturn(turn.now()), most);
        if (all.isEmpty()) {
            if (nothingLeft.size() >= KEPT) {
                nothingLeft.clear();
            }
            nothingLeft.put(turn.campaignId(), looked);
            return Looks.NONE;
        }
        var over = new Over();
        all.forEach(each -> {
            if (each.obsolete() != null) {
                over.add(each.execution(), each.obsolete());
            }
        });
        var calledOff =
                all.stream().filter(each -> each.obsolete() == null).limit(room).toList();
        ask(turn, calledOff, over);
        held.ended(over.byReason, turn.now());
        return new Looks(calledOff.size(), true);
    }

    private void ask(Turn turn, List<CalledOff> calledOff, Over over) {
        if (calledOff.isEmpty()) {
            return;
        }
        var run = turn.run();
        var patients =
                calledOff.stream().map(each -> each.execution().patientId()).toList();
        var known = recipients.of(turn, patients);
        var chunk = new Chunk(turn, calledOff, patients, audiences.among(run.segmentId(), patients), over);
        calledOff.forEach(each -> {
            var execution = each.execution();
            var recipient = known.get(execution.patientId());
            if (recipient == null) {
                over.add(execution, StepJudge.GONE);
            } else {
                chunk.take(execution, recipient);
            }
        });
        held.askedAgain(chunk.again, turn.now());
        outbox.publishAll(Topics.REQUEST, chunk.asked);
    }

    /** How much room was taken, and whether something was found. */
    record Looks(int room, boolean any) {

        private static final Looks NONE = new Looks(0, false);
    }

    /** What is of no use any more. */
    private static final class Over {

        private final Map<String, List<Execution>> byReason = new TreeMap<>();

        void add(Execution execution, String reason) {
            byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(execution);
        }
    }

    private final class Chunk {

        private final Turn turn;
        private final Set<Long> members;
        private final Courses courses;
        private final StepJudge judge;
        private final Over over;
        private final ArrayList<Execution> again = new ArrayList<>();
        private final ArrayList<Keyed> asked = new ArrayList<>();

        Chunk(Turn turn, List<CalledOff> calledOff, List<Long> patients, Set<Long> members, Over over) {
            this.turn = turn;
            this.members = members;
            this.over = over;
            courses = new Courses(versions, turn);
            var facts = new ChunkFacts(
                    population,
                    turn.run().organizationId(),
                    patients,
                    courses.of(calledOff.stream().map(each -> each.execution().version())));
            judge = new StepJudge(turn.times(), turn.stopped(), facts, turn.now());
        }

        void take(Execution called, Recipient recipient) {
            var course = courses.of(called.version());
            if (!members.contains(called.patientId()) && course.terms().endsOn(Goal.LEFT_SEGMENT)) {
                over.add(called, Goal.LEFT_SEGMENT.reason());
                return;
            }
            var obsolete = judge.obsolete(
                    called,
                    course,
                    recipient,
                    () -> enrolments
                            .find(called.campaignId(), called.patientId())
                            .orElseThrow());
            if (obsolete.isPresent()) {
                over.add(called, obsolete.get());
                return;
            }
            var execution = called.in(turn.run().round());
            var purpose = course.steps().get(execution.step() - 1).purpose();
            again.add(execution);
            asked.add(requests.keyed(turn, execution, purpose, judge.again(execution, course, recipient)));
        }
    }

    /** When nothing was left to ask for again in a round. */
    private record Looked(int round, Instant at) {

        boolean soonAfter(@Nullable Looked before) {
            return before != null
                    && before.round == round
                    && Duration.between(before.at, at).abs().compareTo(A_MINUTE) < 0;
        }
    }
}
