package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import com.ovhi.outreach.segment.campaign.StepTimes.Anchors;
import com.ovhi.outreach.segment.experiment.Variant;
import com.ovhi.outreach.segment.rule.Facts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges the step a patient is at, by what is known of them now; it changes nothing, so a rehearsal judges as the real thing.
 *
 * @param stopped variants nobody is sent any more
 * @param facts of a patient, asked for only where a condition needs them
 */
record StepJudge(StepTimes times, Set<String> stopped, LongFunction<Optional<Facts>> facts, Instant now) {

    static final String NO_OPT_IN = "no-marketing-opt-in";
    static final String NO_DATE = "no-date";
    static final String DATE_PASSED = "date-passed";
    static final String CONDITION = "condition";
    static final String GONE = "patient-gone";
    static final String STEP_GONE = "step-gone";
    static final String VARIANT_STOPPED = "variant-stopped";

    /** A date can change: it is looked at every day, and what comes a day too late is of no use any more. */
    private static final Duration A_DAY = Duration.ofDays(1);

    /** @param recipient null when they are no patient of the organisation any more */
    Verdict judge(Enrolment enrolment, Course course, @Nullable Recipient recipient) {
        var place = enrolment.nextStep();
        if (recipient == null) {
            return new Verdict.Leave(GONE);
        }
        if (place >= course.steps().size()) {
            return new Verdict.Leave(Enrolment.FINISHED);
        }
        if (enrolment.variant() != null && stopped.contains(enrolment.variant())) {
            return new Verdict.Leave(VARIANT_STOPPED);
        }
        var step = course.steps().get(place);
        var variant = course.variant(enrolment.variant(), place);
        var anchors = anchors(enrolment, recipient);
        var local = times.in(recipient.zone());
        return local.due(step, variant, anchors)
                .map(due -> {
                    var met = met(enrolment, course, local, anchors, due);
                    return due.isAfter(now)
                            ? waiting(enrolment, step, recipient, met, due)
                            : judge(enrolment, step, variant, recipient, due);
                })
                .orElseGet(() -> new Verdict.Skip(NO_DATE));
    }

    private Verdict judge(Enrolment enrolment, Step step, @Nullable Variant variant, Recipient recipient, Instant due) {
        return objection(enrolment, step, recipient, due)
                .<Verdict>map(Verdict.Skip::new)
                .orElseGet(() -> ExperimentExposed.HOLDOUT.equals(enrolment.variant())
                        ? new Verdict.HoldOut()
                        : send(step, variant, enrolment.variant(), recipient, due));
    }

    /** Why nothing is sent to a patient for whom the step was due. */
    private Optional<String> objection(Enrolment enrolment, Step step, Recipient recipient, Instant due) {
        var until = until(step, recipient);
        if (step.from().dated() && due.isBefore(now.minus(A_DAY)) || until != null && !until.isAfter(now)) {
            return Optional.of(DATE_PASSED);
        }
        if (!meant(step, enrolment)) {
            return Optional.of(CONDITION);
        }
        return step.purpose().marketing() && recipient.marketing().isEmpty()
                ? Optional.of(NO_OPT_IN)
                : Optional.empty();
    }

    /**
     * All who take part meet an experiment when the first of its variants would be sent: if those of a later one were
     * counted later, its share would look too small for as long, and its results too young.
     */
    private static Instant met(Enrolment enrolment, Course course, StepTimes local, Anchors anchors, Instant due) {
        var design = course.abVariants();
        if (design == null || enrolment.variant() == null) {
            return due;
        }
        var place = enrolment.nextStep();
        return design.variants().stream()
                .map(Variant::name)
                .flatMap(name -> local.due(course.steps().get(place), course.variant(name, place), anchors).stream())
                .reduce(due, (one, other) -> one.isBefore(other) ? one : other);
    }

    private Verdict waiting(Enrolment enrolment, Step step, Recipient recipient, Instant met, Instant due) {
        var tomorrow = now.plus(A_DAY);
        var next = met.isAfter(now) ? met : due;
        var at = step.from().dated() && next.isAfter(tomorrow) ? tomorrow : next;
        return met.isAfter(now) || objection(enrolment, step, recipient, met).isPresent()
                ? new Verdict.Later(at)
                : new Verdict.Meet(at);
    }

    /** When to look at the step the patient is at. */
    Instant lookAt(Enrolment enrolment, Course course, Recipient recipient) {
        return judge(enrolment, course, recipient) instanceof Verdict.Later(var at) ? at : now;
    }

    /** Why what was asked for once is not asked for again: a pause can take longer than the reason for a message lasts. */
    Optional<String> obsolete(Execution execution, Course course, Recipient recipient, Supplier<Enrolment> enrolment) {
        var place = execution.step() - 1;
        if (place >= course.steps().size()) {
            return Optional.of(STEP_GONE);
        }
        if (execution.variant() != null && stopped.contains(execution.variant())) {
            return Optional.of(VARIANT_STOPPED);
        }
        var step = course.steps().get(place);
        if (!step.from().dated()) {
            return step.condition() == null && !step.purpose().marketing()
                    ? Optional.empty()
                    : objection(enrolment.get(), step, recipient, now);
        }
        var anchors = new Anchors(now, now, recipient.nextVisit(), recipient.refillDue());
        return times.in(recipient.zone())
                .due(step, course.variant(execution.variant(), place), anchors)
                .filter(due -> !due.isAfter(now))
                .map(due -> objection(enrolment.get(), step, recipient, due))
                .orElse(Optional.of(DATE_PASSED));
    }

    /** What was asked for once, as it is to be asked for now. */
    Verdict.Send again(Execution execution, Course course, Recipient recipient) {
        var place = execution.step() - 1;
        var variant = course.variant(execution.variant(), place);
        return send(course.steps().get(place), variant, execution.variant(), recipient, now);
    }

    private Verdict.Send send(
            Step step, @Nullable Variant variant, @Nullable String drawn, Recipient recipient, Instant due) {
        var template = variant == null || variant.templateId() == null ? step.templateId() : variant.templateId();
        return new Verdict.Send(due, channel(step, variant, recipient), template, drawn, until(step, recipient));
    }

    /** When the date a step is about has come; null where it is about none. */
    private @Nullable Instant until(Step step, Recipient recipient) {
        return switch (step.from()) {
            case ENROLMENT, PREVIOUS -> null;
            case NEXT_VISIT -> recipient.nextVisit();
            case REFILL_DUE ->
                recipient.refillDue() == null
                        ? null
                        : times.in(recipient.zone()).endOf(recipient.refillDue());
        };
    }

    private boolean meant(Step step, Enrolment enrolment) {
        var condition = step.condition();
        return condition == null
                || facts.apply(enrolment.patientId())
                        .filter(each -> Conditions.hold(condition, enrolment.deeds(), each))
                        .isPresent();
    }

    /** The orchestrator may still take another; this is the one to prefer. */
    private static @Nullable Channel channel(Step step, @Nullable Variant variant, Recipient recipient) {
        if (variant != null && variant.channel() != null) {
            return variant.channel();
        }
        if (step.channel() != null) {
            return step.channel();
        }
        var channels = Objects.requireNonNullElse(step.channels(), List.<Channel>of());
        return channels.stream()
                .filter(each ->
                        !step.purpose().marketing() || recipient.marketing().contains(each))
                .findFirst()
                .orElse(channels.isEmpty() ? null : channels.getFirst());
    }

    private static Anchors anchors(Enrolment enrolment, Recipient recipient) {
        return new Anchors(enrolment.anchor(), enrolment.previous(), recipient.nextVisit(), recipient.refillDue());
    }
}
