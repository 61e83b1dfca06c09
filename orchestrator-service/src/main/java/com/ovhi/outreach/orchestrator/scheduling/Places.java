package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.orchestrator.deadletter.DeadLetters;
import com.ovhi.outreach.orchestrator.job.JobLedger;
import com.ovhi.outreach.orchestrator.job.Predecessor;
import com.ovhi.outreach.orchestrator.scheduling.Slots.Holder;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Finds a job its contact slot: its own, that of the job it follows, or that of one which came to nothing. Thread-safe. */
@Component
class Places {

    private final Slots slots;
    private final JobLedger jobs;
    private final DeadLetters deadLetters;

    Places(Slots slots, JobLedger jobs, DeadLetters deadLetters) {
        this.slots = slots;
        this.jobs = jobs;
        this.deadLetters = deadLetters;
    }

    /** A slot for a job; empty when somebody else has it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Place> take(Ask ask, UUID jobId) {
        var predecessor = ask.predecessor();
        if (predecessor != null && !predecessor.spent()) {
            return passed(predecessor, ask, jobId);
        }
        return slots.take(ask, jobId)
                .map(slot -> new Place(slot, predecessor))
                .or(() -> vacated(ask).flatMap(vacant -> {
                    deadLetters.askedAgain(vacant.jobId());
                    return passed(vacant, ask, jobId);
                }));
    }

    /** Who has the slot of an occasion. */
    @Transactional(readOnly = true)
    public Holder holder(Ask ask) {
        return slots.holder(ask).orElseThrow(() -> new IllegalStateException("A taken slot has no holder"));
    }

    /** Whether whoever asks would find the slot of the occasion taken. */
    @Transactional(readOnly = true)
    public boolean isTaken(Ask ask) {
        return slots.holder(ask)
                .filter(holder -> !jobs.isVacant(holder.jobId()))
                .isPresent();
    }

    private Optional<Place> passed(Predecessor predecessor, Ask ask, UUID jobId) {
        return slots.pass(predecessor, ask, jobId)
                ? Optional.of(new Place(predecessor.slotId(), predecessor))
                : Optional.empty();
    }

    /** Whoever asks anew, and not once more, for what came to nothing for good may have it. */
    private Optional<Predecessor> vacated(Ask ask) {
        return slots.holder(ask)
                .filter(holder -> !holder.requestId().equals(ask.requestId()))
                .flatMap(holder -> jobs.holdVacant(holder.jobId()));
    }

    /** A contact slot, and the job that had it before, if any. */
    record Place(UUID slotId, @Nullable Predecessor predecessor) {}
}
