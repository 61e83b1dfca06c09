package com.ovhi.outreach.channel.testsend;

import com.ovhi.outreach.channel.gateway.ChannelGateway;
import com.ovhi.outreach.channel.gateway.Contents;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.channel.permission.ProjectionLag;
import com.ovhi.outreach.channel.permission.ProjectionLag.KafkaSilent;
import com.ovhi.outreach.channel.testsend.TestGate.Passage;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.messaging.RetryLater;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * One test from order to outcome: the claim in one transaction, the provider call without any, the outcome in another.
 * A crash between leaves an open claim, which becomes unknown; nothing is ever called a second time.
 */
@Component
class TestDelivery {

    private static final Logger log = LoggerFactory.getLogger(TestDelivery.class);
    private static final int ONLY_ATTEMPT = 1;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TestGate gate;
    private final TestSends tests;
    private final Contents contents;
    private final Gateways gateways;
    private final ProjectionLag lag;
    private final MeterRegistry meters;

    TestDelivery(
            TestGate gate,
            TestSends tests,
            Contents contents,
            Gateways gateways,
            ProjectionLag lag,
            MeterRegistry meters) {
        this.gate = gate;
        this.tests = tests;
        this.contents = contents;
        this.gateways = gateways;
        this.lag = lag;
        this.meters = meters;
    }

    /** Sends a test, or does nothing if it was taken up before. */
    void deliver(TestSendOrdered order) {
        var content = contents.open(order.content(), TestSendOrdered.contentContext(order.testId()));
        var hash = content.flatMap(each -> contents.addressHash(order.channel(), each));
        var gateway =
                gateways.of(order.channel(), order.organizationId()).stream().findFirst();
        if (content.isEmpty()) {
            settled(order, gate.refuse(order, "content-unreadable"));
        } else if (hash.isEmpty()) {
            settled(order, gate.refuse(order, "invalid-address"));
        } else if (gate.expired(order)) {
            settled(order, gate.refuse(order, "deadline-passed"));
        } else if (gateway.isEmpty()) {
            settled(order, gate.refuse(order, "no-account"));
        } else {
            awaitPermissions();
            deliver(order, content.get(), hash.get(), gateway.get());
        }
    }

    private void deliver(TestSendOrdered order, MessageContent content, String hash, ChannelGateway gateway) {
        var passage = gate.pass(order, hash);
        settled(order, passage);
        if (passage instanceof Passage.Open) {
            var outcome = call(order, content, hash, gateway);
            tests.settle(order.testId(), outcome);
            count(order, outcome);
        }
    }

    /**
     * An opt-out that waits in Kafka is heard before a test that waits beside it leaves. What is published from now on is
     * not waited for: there is always more of it.
     */
    private void awaitPermissions() {
        try {
            if (!lag.caughtUp(PATIENCE)) {
                throw new RetryLater("permissions-behind");
            }
        } catch (KafkaSilent e) {
            throw new RetryLater("permissions-not-known");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryLater("permissions-not-known");
        }
    }

    private SendOutcome call(TestSendOrdered order, MessageContent content, String hash, ChannelGateway gateway) {
        try {
            return gateway.send(new OutboundMessage(
                    order.testId(),
                    ONLY_ATTEMPT,
                    OutboundMessage.NOBODY,
                    order.organizationId(),
                    hash,
                    order.deadline(),
                    order.marketing(),
                    content));
        } catch (RuntimeException e) {
            // A bug; its text may quote the message. Whether the provider has it, nobody knows.
            log.atError()
                    .addKeyValue("test_id", order.testId())
                    .addKeyValue("error", e.getClass().getName())
                    .log("A gateway failed");
            return new Unknown("gateway-failed");
        }
    }

    private void settled(TestSendOrdered order, Passage passage) {
        if (passage instanceof Passage.Refused(var reason)) {
            count(order, reason);
            log.atInfo()
                    .addKeyValue("test_id", order.testId())
                    .addKeyValue("code", reason.code())
                    .log("Test not sent");
        }
    }

    private void count(TestSendOrdered order, SendOutcome outcome) {
        var name = switch (outcome) {
            case SendOutcome.Accepted _ -> TestState.ACCEPTED;
            case SendOutcome.NotSent _ -> TestState.NOT_SENT;
            case SendOutcome.Unknown _ -> TestState.UNKNOWN;
        };
        meters.counter("outreach.test.sends", "channel", order.channel().code(), "outcome", name.code())
                .increment();
    }
}
