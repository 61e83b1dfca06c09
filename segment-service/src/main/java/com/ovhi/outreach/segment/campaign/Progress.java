package com.ovhi.outreach.segment.campaign;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many patients a campaign has come to.
 *
 * @param requested steps that were asked for
 * @param skipped how many steps were passed over, by reason
 * @param inCampaign patients who have not left
 * @param exited those who have, by reason
 * @param steps what became of each
 */
record Progress(
        long enrolled,
        long requested,
        Map<String, Long> skipped,
        long inCampaign,
        Map<String, Long> exited,
        List<StepProgress> steps) {

    static Progress of(List<Exits> exits, Map<Integer, Long> waiting, Map<Integer, Long> awaiting, List<Count> counts) {
        var steps = new TreeMap<Integer, StepProgress>();
        counts.forEach(each -> steps.merge(each.step() - 1, each.progress(), StepProgress::plus));
        waiting.forEach(
                (step, patients) -> steps.merge(step, StepProgress.none(step).waiting(patients), StepProgress::plus));
        awaiting.forEach((step, patients) ->
                steps.merge(step, StepProgress.none(step).awaitingReply(patients), StepProgress::plus));
        var skipped = new TreeMap<String, Long>();
        counts.stream()
                .filter(each -> each.reason() != null)
                .forEach(each -> skipped.merge(String.valueOf(each.reason()), each.steps(), Long::sum));
        var exited = new TreeMap<String, Long>();
        exits.stream()
                .filter(each -> each.reason() != null)
                .forEach(each -> exited.merge(String.valueOf(each.reason()), each.patients(), Long::sum));
        var enrolled = exits.stream().mapToLong(Exits::patients).sum();
        return new Progress(
                enrolled,
                steps.values().stream().mapToLong(StepProgress::requested).sum(),
                skipped,
                enrolled - exited.values().stream().mapToLong(Long::longValue).sum(),
                exited,
                List.copyOf(steps.values()));
    }

    /** How many have left for a reason; null are those who have not. */
    record Exits(@Nullable String reason, long patients) {}

    /**
     * Steps of one place with one outcome.
     *
     * @param step from 1
     * @param reason why they were skipped, null where they were not
     */
    record Count(
            int step,
            @Nullable String reason,
            long steps,
            long sent,
            long held,
            long answered,
            long failed,
            long calledOff) {

        StepProgress progress() {
            return reason == null
                    ? new StepProgress(step - 1, 0, 0, steps, sent, held, answered, failed, calledOff, 0)
                    : new StepProgress(step - 1, 0, 0, 0, 0, 0, 0, 0, 0, steps);
        }
    }

    /**
     * One step.
     *
     * @param step its place, from 0
     * @param waiting patients whose next step it is
     * @param awaitingReply patients who got it and whose answer is waited for
     * @param held asked for before a pause, not sent, and not asked for again yet; without what failed
     * @param failed came to nothing; what was refused for its text, until a campaign that goes on asks for it again
     * @param calledOff taken back, not asked for again, since it was of no use any more, or told under another record
     */
    record StepProgress(
            int step,
            long waiting,
            long awaitingReply,
            long requested,
            long sent,
            long held,
            long answered,
            long failed,
            long calledOff,
            long skipped) {

        static StepProgress none(int step) {
            return new StepProgress(step, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        StepProgress waiting(long patients) {
            return new StepProgress(
                    step, patients, awaitingReply, requested, sent, held, answered, failed, calledOff, skipped);
        }

        StepProgress awaitingReply(long patients) {
            return new StepProgress(
                    step, waiting, patients, requested, sent, held, answered, failed, calledOff, skipped);
        }

        StepProgress plus(StepProgress other) {
            return new StepProgress(
                    step,
                    waiting + other.waiting,
                    awaitingReply + other.awaitingReply,
                    requested + other.requested,
                    sent + other.sent,
                    held + other.held,
                    answered + other.answered,
                    failed + other.failed,
                    calledOff + other.calledOff,
                    skipped + other.skipped);
        }
    }
}
