package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.campaign.Runs.Run;
import com.ovhi.outreach.segment.experiment.Experiment;
import com.ovhi.outreach.segment.experiment.Experiments;
import com.ovhi.outreach.segment.segment.Audiences;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who enters a campaign: the members of its segment one after the other, and later whoever enters the segment. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
class Entry {

    private final Runs runs;
    private final Versions versions;
    private final Enrolments enrolments;
    private final NewEnrolments newcomers;
    private final StepTaking steps;
    private final Returning returning;
    private final Experiments experiments;
    private final Audiences audiences;
    private final Pausing pausing;
    private final Approvals approvals;
    private final Enrolled enrolled;
    private final MergedRecords merged;
    private final StepWithdrawals withdrawals;

    Entry(
            Runs runs,
            Versions versions,
            Enrolments enrolments,
            NewEnrolments newcomers,
            StepTaking steps,
            Returning returning,
            Experiments experiments,
            Audiences audiences,
            Pausing pausing,
            Approvals approvals,
            Enrolled enrolled,
            MergedRecords merged,
            StepWithdrawals withdrawals) {
        this.runs = runs;
        this.versions = versions;
        this.enrolments = enrolments;
        this.newcomers = newcomers;
        this.steps = steps;
        this.returning = returning;
        this.experiments = experiments;
        this.audiences = audiences;
        this.pausing = pausing;
        this.approvals = approvals;
        this.enrolled = enrolled;
        this.merged = merged;
        this.withdrawals = withdrawals;
    }

    /** Whether what a second person approved is not what the campaign does any more; then it is paused. */
    boolean lapsed(Turn turn) {
        var lapsed = approvals.lapsed(turn.run());
        if (lapsed) {
            awaitApproval(turn.run());
        }
        return lapsed;
    }

    private void awaitApproval(Run run) {
        pausing.pause(run.organizationId(), run.campaignId(), Pausing.APPROVAL_NEEDED);
    }

    /**
     * Enrols the next members; false when there is nobody to enrol now.
     *
     * @param room how many of them may take their first step at once
     */
    boolean nextMembers(Turn turn, int limit, int room) {
        var run = turn.run();
        if (run.expanded() || !audienceIsReady(run)) {
            return false;
        }
        var members = audiences.members(run.segmentId(), run.enrolledThrough(), limit);
        if (members.isEmpty()) {
            runs.finish(run.campaignId(), turn.now());
            return false;
        }
        merged.takeOver(run.campaignId(), members, turn.now());
        var known = enrolments.known(run.campaignId(), members);
        var entering = members.stream().filter(each -> !known.contains(each)).toList();
        if (tooMany(run, entering.size(), turn.now())) {
            awaitApproval(run);
            return false;
        }
        enrolled.more(run.campaignId(), entering.size());
        enter(turn, entering, room);
        reenter(turn, known);
        runs.advance(run.campaignId(), members.getLast());
        return true;
    }

    /** Who entered the segment again while the campaign did not run begins once more now. */
    private void reenter(Turn turn, Set<Long> known) {
        var exitedBy = turn.course().terms().mayReturn(turn.now());
        if (exitedBy != null && !known.isEmpty()) {
            beginAgain(
                    turn.run(),
                    turn.course(),
                    turn.experiment(),
                    returning.among(turn.run(), known, exitedBy),
                    turn.now());
        }
    }

    /** What they were still to be sent of the run before is taken back: they are told from the beginning. */
    private void beginAgain(
            Run run, Course course, Optional<Experiment> experiment, List<Enrolment> again, Instant now) {
        withdrawals.of(
                again.stream().map(each -> each.exited(Enrolment.BEGAN_AGAIN)).toList());
        var exposed =
                exposed(experiment, again.stream().map(Enrolment::patientId).toList());
        again.forEach(each -> enrolments.reenter(
                entering(run, course, experiment, exposed, each.patientId(), each.run() + 1, now), now));
    }

    /** A segment whose rule just changed is awaited, and so is one that rests. */
    private boolean audienceIsReady(Run run) {
        return audiences
                .find(run.organizationId(), run.segmentId())
                .filter(each -> each.active() && each.upToDate())
                .isPresent();
    }

    /** A segment may have grown, or been given another rule, since somebody looked at how many it means. */
    private boolean tooMany(Run run, int more, Instant now) {
        var most = approvals.mayReach(run);
        return most < Long.MAX_VALUE && more > 0 && enrolled.of(run.campaignId(), most, now) + more > most;
    }

    /**
     * Those whose first step is due take it, as far as there is room: nobody else waits for it. Who leaves the segment
     * meanwhile is waited for, so that their departure finds them enrolled; who is leaving already waits for the next turn. So
     * do all where one of them has been enrolled by somebody else, so that the others' steps are not undone.
     */
    private void enter(Turn turn, List<Long> patientIds, int room) {
        var run = turn.run();
        var exposed = exposed(turn.experiment(), patientIds);
        var entering = patientIds.stream()
                .map(each -> entering(run, turn.course(), turn.experiment(), exposed, each, 1, turn.now()))
                .toList();
        var ready = entering.stream()
                .filter(each -> !each.anchor().isAfter(turn.now()))
                .limit(Math.max(0, room))
                .map(Enrolment::patientId)
                .toList();
        var first = audiences.holdMembers(run.segmentId(), ready);
        var parts = entering.stream().collect(Collectors.partitioningBy(each -> first.contains(each.patientId())));
        var taking = parts.getOrDefault(true, List.of());
        var taken = !taking.isEmpty() && steps.takeEntering(turn, taking);
        newcomers.enterUnlessKnown(taken ? parts.getOrDefault(false, List.of()) : entering, turn.now());
    }

    private Map<Long, String> exposed(Optional<Experiment> experiment, Collection<Long> patientIds) {
        return experiment
                .map(each -> experiments.exposed(each.id(), patientIds))
                .orElse(Map.of());
    }

    /** Who has met the experiment stays with what they got. */
    private static Enrolment entering(
            Run run,
            Course course,
            Optional<Experiment> experiment,
            Map<Long, String> exposed,
            long patientId,
            int times,
            Instant now) {
        var variant = course.abVariants() == null
                ? Optional.<String>empty()
                : experiment.flatMap(
                        each -> Optional.ofNullable(exposed.get(patientId)).or(() -> each.draw(patientId)));
        return Enrolment.entering(
                run.campaignId(),
                patientId,
                times,
                run.version(),
                now.plus(course.terms().wait(run.campaignId(), patientId)),
                variant.orElse(null));
    }

    /**
     * A patient has entered a segment: the campaigns that run for it begin, or begin once more where they may.
     *
     * @param at when that was; going through the segment may have come to them since, and they may have gone through it all
     */
    void entered(long segmentId, long patientId, Instant at, Instant now) {
        for (var run : runs.of(segmentId, now)) {
            var course = versions.read(run.campaignId(), run.version());
            var experiment = experiments.of(run.campaignId());
            merged.takeOver(run.campaignId(), List.of(patientId), now);
            var known = enrolments.find(run.campaignId(), patientId);
            if (known.isEmpty()) {
                // Going through the segment comes to them as well, and pauses where a second person has to approve.
                if (!tooMany(run, 1, now)) {
                    enrolled.more(run.campaignId(), 1);
                    var exposed = exposed(experiment, List.of(patientId));
                    newcomers.enterUnlessKnown(
                            List.of(entering(run, course, experiment, exposed, patientId, 1, now)), now);
                } else {
                    runs.again(run.campaignId());
                }
            } else if (mayReenter(known.get(), course, at, now)) {
                beginAgain(run, course, experiment, List.of(known.get()), now);
            }
        }
    }

    private boolean mayReenter(Enrolment known, Course course, Instant entered, Instant now) {
        var exitedBy = course.terms().mayReturn(now);
        return exitedBy != null && returning.is(known, entered, exitedBy);
    }

    /** Whether somebody who left the segment at a time was enrolled after that, and is in it: that they left is old news. */
    boolean cameBack(Enrolment enrolment, long segmentId, Instant at) {
        return !enrolments.enrolledBy(enrolment, at)
                && !audiences.among(segmentId, List.of(enrolment.patientId())).isEmpty();
    }
}
