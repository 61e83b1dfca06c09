package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.common.messaging.FailurePolicy;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Records an outcome in the database, or on the local disk until the database takes it again. */
@Component
public class OutcomeRecorder implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(OutcomeRecorder.class);

    private static final int MOST_TRIES = 5;

    private final Outcomes outcomes;
    private final OutcomeSpool spool;
    private final ReentrantLock replaying = new ReentrantLock();
    private int failed;

    OutcomeRecorder(Outcomes outcomes, SpoolProperties properties, MeterRegistry meters) {
        this.outcomes = outcomes;
        spool = OutcomeSpool.open(properties.directory());
        Gauge.builder("outreach.outcomes.spooled", spool, each -> each.isEmpty() ? 0 : 1)
                .description("1 while outcomes wait on the local disk for the database")
                .register(meters);
    }

    /** Never fails for want of a database: the messages have left, and their outcomes must not be lost. */
    public void record(Map<UUID, SendOutcome> found) {
        try {
            recordUnlessLocked(found);
        } catch (RuntimeException e) {
            if (found.size() == 1 || FailurePolicy.outage(e)) {
                log.atWarn()
                        .addKeyValue("outcomes", found.size())
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("The database does not take outcomes; they are kept on the local disk");
                keep(found);
            } else {
                found.forEach((id, outcome) -> record(Map.of(id, outcome)));
            }
        }
    }

    /** A transaction that lost against another one is repeated: that is no outage. */
    private void recordUnlessLocked(Map<UUID, SendOutcome> found) {
        for (var tries = 1; ; tries++) {
            try {
                outcomes.record(found);
                return;
            } catch (PessimisticLockingFailureException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Keeps outcomes on the local disk, where the database is given them later; they are there when this returns. */
    void keep(Map<UUID, SendOutcome> found) {
        spool.append(found);
    }

    /** Gives the database what is kept on the disk. */
    @Scheduled(fixedRateString = "${outreach.channel.spool.replay:PT1S}")
    public void replay() {
        if (spool.isEmpty() || !replaying.tryLock()) {
            return;
        }
        try {
            spool.replay(this::replay);
            log.atInfo().log("All outcomes kept on the local disk are in the database");
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("error", e.getClass().getSimpleName()).log("Outcomes stay on the local disk");
        } finally {
            replaying.unlock();
        }
    }

    /** Whether outcomes wait on the disk, which are known and need not be looked for. */
    public boolean waiting() {
        return !spool.isEmpty();
    }

    private void replay(SpooledOutcome spooled) {
        try {
            outcomes.record(spooled.intentId(), spooled.outcome());
            failed = 0;
        } catch (RuntimeException e) {
            // Behind one line that can never be written all others would wait, and every look for an outcome.
            if (FailurePolicy.outage(e) || ++failed < MOST_TRIES) {
                throw e;
            }
            failed = 0;
            log.atError()
                    .addKeyValue("intent_id", spooled.intentId())
                    .addKeyValue("error", e.getClass().getName())
                    .log("An outcome cannot be written; its attempt will be reconciled");
        }
    }

    @Override
    public void destroy() throws IOException {
        spool.close();
    }
}
