package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.delivery.GateVerdict.Passed;
import com.ovhi.outreach.channel.delivery.GateVerdict.Refused;
import com.ovhi.outreach.channel.delivery.GateVerdict.Repeated;
import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.intent.ContactSlots;
import com.ovhi.outreach.channel.intent.ContactSlots.Wish;
import com.ovhi.outreach.channel.intent.IntentState;
import com.ovhi.outreach.channel.intent.ReconciliationProperties;
import com.ovhi.outreach.channel.intent.Refusal;
import com.ovhi.outreach.channel.intent.Reports;
import com.ovhi.outreach.channel.intent.RequestFingerprint;
import com.ovhi.outreach.channel.intent.Retelling;
import com.ovhi.outreach.channel.intent.SendIntent;
import com.ovhi.outreach.channel.intent.SendIntents;
import com.ovhi.outreach.channel.permission.Permissions;
import com.ovhi.outreach.channel.permission.Withdrawals;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import com.ovhi.outreach.common.time.Pace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one way to a provider: judges orders against the database while holding the permissions, and writes their intents,
 * or the refusals, in the same transaction. Its statements are as many for a hundred orders as for one.
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
    private final Pace pace;
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
            Pace pace,
            Clock clock) {
        this.permissions = permissions;
        this.withdrawals = withdrawals;
        this.intents = intents;
        this.retelling = retelling;
        this.slots = slots;
        this.reports = reports;
        this.fingerprint = fingerprint;
        this.reconciliation = reconciliation;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * Lets orders of one channel pass or not, each by itself.
     *
     * @param account that will carry those that pass
     * @param opening hears of the attempts that are about to be committed: if then this throws, they may or may not be
     * @return a verdict for each, in their order
     * @throws org.springframework.dao.DuplicateKeyException when the same attempt is being opened elsewhere
     */
    @Transactional
    public List<GateVerdict> pass(List<Applicant> applicants, Account account, Consumer<SendIntent> opening) {
        var patients = applicants.stream()
                .map(each -> each.order().patientId())
                .distinct()
                .toList();
        var channel = applicants.getFirst().order().channel();
        var back = applicants.stream()
                .map(Applicant::looksBack)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        var counting = back.isPositive();
        var held = counting ? permissions.holdWhole(patients, channel) : permissions.hold(patients, channel);
        var now = clock.instant();
        var room = new Room(counting ? intents.contacts(patients, now.minus(back)) : List.of(), now);
        var newest = intents.newest(jobs(applicants.stream().map(Applicant::order)));
        var withdrawn = withdrawals.among(jobs(applicants.stream().map(Applicant::order)));
        var verdicts = new GateVerdict[applicants.size()];
        var claims = new ArrayList<Claim>();
        for (var i = 0; i < verdicts.length; i++) {
            var order = applicants.get(i).order();
            var permission = held.get(order.patientId());
            var allowance = applicants.get(i).allowance();
            if (!isNew(order, newest)) {
                verdicts[i] =
                        again(order, newest).<GateVerdict>map(Refused::new).orElseGet(Repeated::new);
            } else if (permission == null) {
                verdicts[i] = new Refused(NotSent.refused(FailureClass.PARKED, "permission-unknown"));
            } else {
                var candidate = new Candidate(
                        order,
                        applicants.get(i).message().addressHash(),
                        permission,
                        withdrawn.contains(order.jobId()),
                        applicants.get(i).lifetime());
                var objection = GateRules.objection(candidate, now).or(() -> crowded(room, order, allowance));
                if (objection.isPresent()) {
                    verdicts[i] = new Refused(objection.get());
                } else {
                    claims.add(new Claim(
                            i,
                            Ids.next(),
                            candidate,
                            applicants.get(i).message().content()));
                }
            }
        }
        claim(claims, account, verdicts);
        reportRefused(applicants, verdicts);
        for (var verdict : verdicts) {
            if (verdict instanceof Passed(var intent)) {
                opening.accept(intent);
            }
        }
        return List.of(verdicts);
    }

    /** A patient who has got enough is sent this one later, if it is of use then. */
    private Optional<NotSent> crowded(Room room, DispatchOrdered order, @Nullable ContactAllowance allowance) {
        if (Room.never(allowance)) {
            return Optional.of(NotSent.refused(FailureClass.REFUSED, "contact-cap"));
        }
        return room.take(order.patientId(), order.slotId(), allowance)
                .map(pause -> new NotSent(FailureClass.PARKED, "contact-cap", pace.toReal(pause), About.MESSAGE));
    }

    /** Reports orders as not sent; of those that are not new, what came of their attempts is said again. Returns what was refused. */
    @Transactional
    public List<Refusal> refuse(List<Refusal> refusals) {
        var newest = intents.newest(jobs(refusals.stream().map(Refusal::order)));
        var fresh = new ArrayList<Refusal>();
        for (var each : refusals) {
            var order = each.order();
            if (isNew(order, newest)) {
                fresh.add(each);
            } else {
                again(order, newest).ifPresent(reason -> fresh.add(new Refusal(order, reason)));
            }
        }
        reports.refused(fresh);
        return fresh;
    }

    /**
     * Whether an order is for a later attempt than all before it. One that was turned away left no trace, and may come again
     * when the attempt after it has long been made: that one counts.
     */
    private static boolean isNew(DispatchOrdered order, Map<UUID, Integer> newest) {
        var before = newest.getOrDefault(order.jobId(), 0);
        newest.put(order.jobId(), Math.max(before, order.attempt()));
        return order.attempt() > before;
    }

    private Optional<NotSent> again(DispatchOrdered order, Map<UUID, Integer> newest) {
        return retelling.again(order, newest.getOrDefault(order.jobId(), 0));
    }

    private void claim(List<Claim> claims, Account account, GateVerdict[] verdicts) {
        var slotsOf = slots.claim(claims.stream()
                .map(each -> new Wish(each.candidate().order().slotId(), each.intentId()))
                .toList());
        var opened = new ArrayList<SendIntent>();
        for (var i = 0; i < claims.size(); i++) {
            var claim = claims.get(i);
            verdicts[claim.place()] = switch (slotsOf.get(i)) {
                case GRANTED -> {
                    var intent = intent(claim, account);
                    opened.add(intent);
                    yield new Passed(intent);
                }
                case BUSY -> new Refused(new NotSent(FailureClass.PARKED, "slot-busy", BUSY_PAUSE, About.MESSAGE));
                case DONE -> done(claim.candidate().order());
            };
        }
        intents.open(opened, reconciliation.lease());
    }

    private SendIntent intent(Claim claim, Account account) {
        var order = claim.candidate().order();
        var allowance = claim.content().allowance();
        return new SendIntent(
                claim.intentId(),
                order.jobId(),
                order.slotId(),
                order.attempt(),
                order.channel(),
                account,
                order.purpose(),
                order.patientId(),
                order.organizationId(),
                claim.candidate().addressHash(),
                claim.candidate().permission().version(),
                fingerprint.of(order.jobId(), claim.content()),
                order.content(),
                IntentState.OPEN,
                null,
                null,
                clock.instant(),
                order.deadline(),
                0,
                0,
                allowance == null ? null : allowance.kind());
    }

    /** The contact was made: if by this very job, that is said again, since somebody seems to have missed it. */
    private GateVerdict done(DispatchOrdered order) {
        var accepted = intents.acceptedIn(order.slotId())
                .filter(intent -> intent.jobId().equals(order.jobId()));
        if (accepted.isPresent()) {
            reports.accepted(accepted.get(), accepted.get().providerMessageId());
            return new Repeated();
        }
        return new Refused(NotSent.refused(FailureClass.REFUSED, "already-contacted"));
    }

    private void reportRefused(List<Applicant> applicants, GateVerdict[] verdicts) {
        var refused = new ArrayList<Refusal>();
        for (var i = 0; i < verdicts.length; i++) {
            if (verdicts[i] instanceof Refused(var reason)) {
                refused.add(new Refusal(applicants.get(i).order(), reason));
            }
        }
        reports.refused(refused);
    }

    private static List<UUID> jobs(Stream<DispatchOrdered> orders) {
        return orders.map(DispatchOrdered::jobId).toList();
    }

    private record Claim(int place, UUID intentId, Candidate candidate, MessageContent content) {}
}
