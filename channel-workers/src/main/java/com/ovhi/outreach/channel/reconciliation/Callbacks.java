package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.intent.Outcomes;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.channel.intent.SendIntents.Attempt;
import com.ovhi.outreach.channel.intent.SendIntents.Unproven;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.DeliveryState;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A provider's callback about an attempt proves that the provider took it, unless it came by the account of an organisation
 * that the message is not of.
 */
@Component
class Callbacks {

    private static final Set<DeliveryState> PROOF = EnumSet.of(
            DeliveryState.ACCEPTED,
            DeliveryState.SENT,
            DeliveryState.DELIVERED,
            DeliveryState.OPENED,
            DeliveryState.CLICKED,
            DeliveryState.BOUNCED,
            DeliveryState.FAILED,
            DeliveryState.COMPLAINED,
            DeliveryState.UNSUBSCRIBED);

    private final SendIntents intents;
    private final Outcomes outcomes;
    private final MeterRegistry meters;

    Callbacks(SendIntents intents, Outcomes outcomes, MeterRegistry meters) {
        this.intents = intents;
        this.outcomes = outcomes;
        this.meters = meters;
    }

    /** Records what callbacks prove; nearly all of them are about what is known to be accepted. Repetition does no harm. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void seen(List<DeliveryReported> reports) {
        var proofs = reports.stream().filter(Callbacks::proves).collect(Collectors.groupingBy(Callbacks::attempt));
        if (!proofs.isEmpty()) {
            intents.notAccepted(proofs.keySet().stream().map(Attempt::jobId).toList()).stream()
                    .filter(unproven -> proofs.containsKey(unproven.attempt()))
                    .forEach(unproven -> record(unproven, Objects.requireNonNull(proofs.get(unproven.attempt()))));
        }
    }

    private void record(Unproven unproven, List<DeliveryReported> proofs) {
        var own = proofs.stream()
                .filter(report -> report.mayBeOf(unproven.organizationId()))
                .toList();
        if (own.size() < proofs.size()) {
            meters.counter("outreach.callbacks.foreign").increment(proofs.size() - own.size());
        }
        if (!own.isEmpty()) {
            outcomes.record(unproven.id(), new Accepted(own.getLast().providerMessageId()));
        }
    }

    private static boolean proves(DeliveryReported report) {
        return report.jobId() != null && report.attempt() != null && PROOF.contains(report.state());
    }

    private static Attempt attempt(DeliveryReported report) {
        return new Attempt(Objects.requireNonNull(report.jobId()), Objects.requireNonNull(report.attempt()));
    }
}
