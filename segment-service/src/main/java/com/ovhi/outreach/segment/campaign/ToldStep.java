package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.JobChanged;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A step of which jobs tell, while what they told together is taken over. Not thread-safe. */
final class ToldStep {

    private final Execution execution;
    private final Fate before;
    private Fate fate;

    ToldStep(Execution execution, Fate fate) {
        this.execution = execution;
        this.fate = fate;
        before = fate;
    }

    /**
     * The step a job is of, among those of its campaign and patient: the one it is known to be of, else the one it names. One that
     * names none was asked for by somebody else in the campaign's name, and is of no step. Where the run is not known, because an
     * older instance asked, a job that is heard of first is the earliest run's that has none yet: it was asked for first.
     */
    static Optional<ToldStep> of(JobChanged job, Collection<ToldStep> steps) {
        return steps.stream()
                .filter(each -> each.mayBeOf(job))
                .min(Comparator.<ToldStep, Boolean>comparing(each -> !each.fate.isOf(job.jobId()))
                        .thenComparing(each -> each.fate.open() ? each.execution.run() : Integer.MAX_VALUE)
                        .thenComparing(each -> each.execution.run(), Comparator.reverseOrder())
                        .thenComparing(each -> each.execution.step(), Comparator.reverseOrder()));
    }

    /** Whether it is the step of a job, or one it names. */
    boolean mayBeOf(JobChanged job) {
        return mayBe(execution, fate.jobId(), job);
    }

    /**
     * The same of any step of the job's campaign.
     *
     * @param jobId of the job that tells the step; null when none has
     */
    static boolean mayBe(Execution execution, @Nullable String jobId, JobChanged job) {
        var step = job.step();
        return execution.patientId() == job.patientId()
                && (job.jobId().toString().equals(jobId)
                        || step != null
                                && step.step() + 1 == execution.step()
                                && (step.run() == null || step.run() == execution.run()));
    }

    Execution execution() {
        return execution;
    }

    Fate fate() {
        return fate;
    }

    /** More was told of it. */
    void tell(UnaryOperator<Fate> more) {
        fate = more.apply(fate);
    }

    /** Whether what was told is anything new. */
    boolean changed() {
        return !fate.equals(before);
    }
}
