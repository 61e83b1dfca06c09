package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Refused;
import com.ovhi.outreach.channel.delivery.GateVerdict.Repeated;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.ContactSlots;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.Reports;
import com.ovhi.outreach.channel.intent.RequestFingerprint;
import com.ovhi.outreach.channel.intent.Retelling;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.channel.permission.Permissions;
import com.ovhi.outreach.channel.permission.Withdrawals;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way to a provider: judges an order against the database while holding the permission, and writes the intent
 * and its report, or the refusal, in the same transaction.
 */
@Component
class SendGate {

    private static final Duration BUSY_PAUSE = Duration.ofSeconds(15);

    private final Permissions permissions;
    private final Withdrawals withdrawals;
    private final SendIntents intents;
    private final Retelling retelling;
    private final ContactSlots slots;
    private final Reports reports;
    private final RequestFingerprint fingerprint;
    private final ReconciliationProperties reconciliation;
    private final Clock clock;

    SendGate(
            Permissions permissions,
            Withdrawals withdrawals,
            SendIntents intents,
            Retelling retelling,
            ContactSlots slots,
            Reports reports,
            RequestFingerprint fingerprint,
            ReconciliationProperties reconciliation,
            Clock clock) {
        this.permissions = permissions;
        this.withdrawals = withdrawals;
        this.intents = intents;
        this.retelling = retelling;
        this.slots = slots;
        this.reports = reports;
        this.fingerprint = fingerprint;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    /**
     * Lets an order pass or not.
     *
     * @param account that will carry it if it passes
     * @throws org.springframework.dao.DuplicateKeyException when the same attempt is being opened elsewhere
     */
    @Transactional
    public GateVerdict pass(DispatchOrdered order, MessageContent content, String addressHash, Account account) {
        if (retelling.again(order.jobId(), order.attempt())) {
            return new Repeated();
        }
        var permission = permissions.hold(order.patientId(), order.channel());
        if (permission.isEmpty()) {
            return refused(order, NotSent.refused(FailureClass.PARKED, "permission-unknown"));
        }
        var candidate = new Candidate(order, addressHash, permission.get(), withdrawals.contain(order.jobId()));
        var objection = GateRules.objection(candidate, clock.instant());
        return objection.isPresent() ? refused(order, objection.get()) : claim(candidate, content, account);
    }

    /** Reports an order as not sent, unless its attempt was opened before. */
    @Transactional
    public GateVerdict refuse(DispatchOrdered order, NotSent reason) {
        return retelling.again(order.jobId(), order.attempt()) ? new Repeated() : refused(order, reason);
    }

    private GateVerdict claim(Candidate candidate, MessageContent content, Account account) {
        var order = candidate.order();
        var id = Ids.next();
        return switch (slots.claim(order.slotId(), id)) {
            case GRANTED -> open(candidate, content, account, id);
            case BUSY -> refused(order, new NotSent(FailureClass.PARKED, "slot-busy", BUSY_PAUSE, About.MESSAGE));
            case DONE -> done(order);
        };
    }

    private GateVerdict open(Candidate candidate, MessageContent content, Account account, UUID id) {
        var order = candidate.order();
        var intent = new SendIntent(
                id,
                order.jobId(),
                order.slotId(),
                order.attempt(),
                order.channel(),
                account,
                order.purpose(),
                order.patientId(),
                order.organizationId(),
                candidate.addressHash(),
                candidate.permission().version(),
                fingerprint.of(order.jobId(), content),
                order.content(),
                IntentState.OPEN,
                null,
                null,
                clock.instant(),
                order.deadline(),
                0,
                0);
        intents.open(intent, reconciliation.lease());
        reports.processing(intent);
        return new Passed(intent);
    }

    /** The contact was made: if by this very job, that is said again, since somebody seems to have missed it. */
    private GateVerdict done(DispatchOrdered order) {
        var accepted = intents.acceptedIn(order.slotId())
                .filter(intent -> intent.jobId().equals(order.jobId()));
        if (accepted.isPresent()) {
            reports.accepted(accepted.get(), accepted.get().providerMessageId());
            return new Repeated();
        }
        return refused(order, NotSent.refused(FailureClass.REFUSED, "already-contacted"));
    }

    private GateVerdict refused(DispatchOrdered order, NotSent reason) {
        reports.refused(order, reason);
        return new Refused(reason);
    }
}
