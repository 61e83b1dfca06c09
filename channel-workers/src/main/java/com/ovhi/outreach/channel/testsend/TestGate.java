package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.ids.FailureClass;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes a test up, once: its row is committed before anybody calls the provider, and says so if nobody shall. */
@Component
class TestGate {

    private final TestSends tests;
    private final Clock clock;

    TestGate(TestSends tests, Clock clock) {
        this.tests = tests;
        this.clock = clock;
    }

    /** Whether the test may be sent now. */
    @Transactional
    public Passage pass(TestSendOrdered order, String addressHash) {
        if (!tests.open(order)) {
            return new Passage.Repeated();
        }
        var objection = expired(order) ? Optional.of("deadline-passed") : tests.objection(addressHash, order.channel());
        return objection.<Passage>map(code -> refused(order, code)).orElseGet(Passage.Open::new);
    }

    /** Takes a test up that cannot be sent. */
    @Transactional
    public Passage refuse(TestSendOrdered order, String code) {
        return tests.open(order) ? refused(order, code) : new Passage.Repeated();
    }

    boolean expired(TestSendOrdered order) {
        return !clock.instant().isBefore(order.deadline());
    }

    private Passage refused(TestSendOrdered order, String code) {
        var outcome = NotSent.refused(FailureClass.REFUSED, code);
        tests.settle(order.testId(), outcome);
        return new Passage.Refused(outcome);
    }

    /** What the gate says. */
    sealed interface Passage {

        /** Call the provider now. */
        record Open() implements Passage {}

        /** Do not. */
        record Refused(NotSent reason) implements Passage {}

        /** Somebody else has, or will. */
        record Repeated() implements Passage {}
    }
}
