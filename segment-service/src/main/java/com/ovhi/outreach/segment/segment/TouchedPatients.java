package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.rule.Family;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Remembers whom a transaction has told something of, and has them judged together just before it commits: what was
 * polled together costs a few statements however many patients it is about.
 */
@Component
class TouchedPatients {

    private final MembershipUpdates updates;

    TouchedPatients(MembershipUpdates updates) {
        this.updates = updates;
    }

    /** Something of these families became known of a patient whose row the transaction holds. */
    void touched(long patientId, Set<Family> families) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Patients are touched in transactions only");
        }
        var present = (Touches) TransactionSynchronizationManager.getResource(this);
        var touches = present == null ? bind() : present;
        touches.families
                .computeIfAbsent(patientId, _ -> EnumSet.noneOf(Family.class))
                .addAll(families);
    }

    private Touches bind() {
        var touches = new Touches();
        TransactionSynchronizationManager.bindResource(this, touches);
        TransactionSynchronizationManager.registerSynchronization(touches);
        return touches;
    }

    /** Bound to one transaction; set aside while another one runs in between. */
    private final class Touches implements TransactionSynchronization {

        private final Map<Long, Set<Family>> families = new TreeMap<>();

        @Override
        public void beforeCommit(boolean readOnly) {
            updates.judge(families);
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(TouchedPatients.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(TouchedPatients.this, this);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(TouchedPatients.this);
        }
    }
}
