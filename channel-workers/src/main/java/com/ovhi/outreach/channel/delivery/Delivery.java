package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Refused;
import com.ovhi.outreach.channel.delivery.GateVerdict.Repeated;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.OutcomeRecorder;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.common.ids.FailureClass;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * One attempt from order to outcome: gate and intent in one transaction, the provider call without any, the outcome in
 * another. A crash between leaves an open intent, which is reconciled and never blindly repeated.
 */
@Component
class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final SendGate gate;
    private final Routes routes;
    private final ProviderCalls calls;
    private final OutcomeRecorder outcomes;
    private final FieldCipher cipher;
    private final AddressHash hashes;
    private final ReconciliationProperties reconciliation;
    private final Clock clock;
    private final MeterRegistry meters;

    Delivery(
            SendGate gate,
            Routes routes,
            ProviderCalls calls,
            OutcomeRecorder outcomes,
            FieldCipher cipher,
            AddressHash hashes,
            ReconciliationProperties reconciliation,
            Clock clock,
            MeterRegistry meters) {
        this.gate = gate;
        this.routes = routes;
        this.calls = calls;
        this.outcomes = outcomes;
        this.cipher = cipher;
        this.hashes = hashes;
        this.reconciliation = reconciliation;
        this.clock = clock;
        this.meters = meters;
    }

    /** Carries out an order, or does nothing if it was carried out before. */
    void deliver(DispatchOrdered order) {
        var content = content(order);
        var address = content.flatMap(each -> Recipient.of(order.channel(), each));
        if (content.isEmpty()) {
            refuse(order, NotSent.refused(FailureClass.CONFIG, "content-unreadable"));
        } else if (address.isEmpty()) {
            refuse(order, NotSent.refused(FailureClass.PERM_ADDR, "invalid-address"));
        } else {
            var message = message(order, content.get(), hashes.of(address.get()));
            switch (routes.take(order.channel())) {
                case Route.Open route -> deliver(order, message, route);
                case Route.Closed(var reason) -> refuse(order, reason);
            }
        }
    }

    private void deliver(DispatchOrdered order, OutboundMessage message, Route.Open route) {
        var opened = System.nanoTime();
        SendIntent intent;
        try {
            intent = open(order, message, route.gateway().account());
        } catch (RuntimeException e) {
            route.permit().release();
            throw e;
        }
        if (intent == null) {
            route.permit().release();
            return;
        }
        var outcome = attempt(message, route, opened);
        routes.learn(route, outcome);
        outcomes.record(intent.id(), outcome);
    }

    private @Nullable SendIntent open(DispatchOrdered order, OutboundMessage message, Account account) {
        try {
            return switch (gate.pass(order, message.content(), message.addressHash(), account)) {
                case Passed(var intent) -> intent;
                case Refused(var reason) -> {
                    refused(order, reason);
                    yield null;
                }
                case Repeated() -> null;
            };
        } catch (DuplicateKeyException e) {
            return null;
        }
    }

    private SendOutcome attempt(OutboundMessage message, Route.Open route, long opened) {
        var waited = Duration.ofNanos(System.nanoTime() - opened);
        var objection = LastMoment.objection(waited, reconciliation.lease(), clock.instant(), message.deadline());
        if (objection.isPresent()) {
            route.permit().release();
            return objection.get();
        }
        return calls.call(route, message);
    }

    private void refuse(DispatchOrdered order, NotSent reason) {
        if (gate.refuse(order, reason) instanceof Refused) {
            refused(order, reason);
        }
    }

    private void refused(DispatchOrdered order, NotSent reason) {
        meters.counter("outreach.gate.refused", "code", reason.code()).increment();
        log.atInfo()
                .addKeyValue("job_id", order.jobId())
                .addKeyValue("attempt", order.attempt())
                .addKeyValue("code", reason.code())
                .log("Order not carried out");
    }

    private Optional<MessageContent> content(DispatchOrdered order) {
        try {
            var plain = cipher.open(order.content(), SendIntent.contentContext(order.jobId()));
            return Optional.of(ContractJson.read(plain, MessageContent.class));
        } catch (UnreadableSecret | JacksonException e) {
            log.atError().addKeyValue("job_id", order.jobId()).log("The content of an order cannot be read");
            return Optional.empty();
        }
    }

    private static OutboundMessage message(DispatchOrdered order, MessageContent content, String addressHash) {
        return new OutboundMessage(
                order.jobId(),
                order.attempt(),
                order.patientId(),
                order.organizationId(),
                addressHash,
                order.deadline(),
                order.marketing() || order.purpose().marketing(),
                content);
    }
}
