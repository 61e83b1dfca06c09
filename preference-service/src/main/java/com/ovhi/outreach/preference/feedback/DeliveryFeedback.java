package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.inbox.Inbox;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.consent.ConsentEntry.Evidence;
import com.ovhi.outreach.preference.consent.ConsentSource;
import com.ovhi.outreach.preference.feedback.JobContacts.JobContact;
import com.ovhi.outreach.preference.optout.OptOuts;
import com.ovhi.outreach.preference.optout.OptOuts.AddressOptOut;
import com.ovhi.outreach.preference.profile.Profiles;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Acts on deliveries that say something about the address or the recipient's wish; the rest is passed over. */
@Component
class DeliveryFeedback {

    private static final String CONSUMER = "preference.feedback";
    private static final Logger log = LoggerFactory.getLogger(DeliveryFeedback.class);

    /** Twilio's codes for landlines, and for carriers that take no texts. */
    private static final Set<String> TAKES_NO_TEXTS = Set.of("21614", "30006");

    private final Inbox inbox;
    private final JobContacts jobs;
    private final EarlyReports early;
    private final Profiles profiles;
    private final OptOuts optOuts;
    private final Strikes strikes;

    DeliveryFeedback(
            Inbox inbox, JobContacts jobs, EarlyReports early, Profiles profiles, OptOuts optOuts, Strikes strikes) {
        this.inbox = inbox;
        this.jobs = jobs;
        this.early = early;
        this.profiles = profiles;
        this.optOuts = optOuts;
        this.strikes = strikes;
    }

    /**
     * What a report means for further messages, if anything; some mean it only when they are repeated. Only the worker
     * knows whom an answer went to, and says what a provider's word about it means for them.
     */
    static Optional<SuppressionReason> meaning(DeliveryReported report) {
        if (report.ofAnswer() && report.patientId() == null) {
            return Optional.empty();
        }
        if (report.state() == DeliveryState.COMPLAINED) {
            return Optional.of(SuppressionReason.COMPLAINT);
        }
        if (report.state() == DeliveryState.UNSUBSCRIBED) {
            return Optional.of(SuppressionReason.UNSUBSCRIBE);
        }
        if (report.failureClass() == FailureClass.OPTOUT) {
            return Optional.of(SuppressionReason.STOP);
        }
        if (StrikeRule.of(report).isPresent()) {
            return Optional.of(SuppressionReason.UNDELIVERABLE);
        }
        if (report.failureClass() == FailureClass.PERM_ADDR) {
            return Optional.of(unreachable(report));
        }
        return Optional.empty();
    }

    private static SuppressionReason unreachable(DeliveryReported report) {
        if (report.state() == DeliveryState.BOUNCED) {
            return SuppressionReason.BOUNCE;
        }
        var code = report.failureCode();
        return report.channel() == Channel.SMS && code != null && TAKES_NO_TEXTS.contains(code)
                ? SuppressionReason.LANDLINE
                : SuppressionReason.UNDELIVERABLE;
    }

    @Transactional
    public void handle(DeliveryReported report, SuppressionReason meaning, String eventId) {
        if (!inbox.firstTime(CONSUMER, eventId)) {
            return;
        }
        var contact = contactOf(report);
        var job = report.jobId();
        if (contact.isPresent()) {
            apply(report, meaning, contact.get());
        } else if (job != null) {
            keep(report, job, eventId);
        } else {
            log.atWarn().addKeyValue("reason", meaning.code()).log("A report names neither job nor patient");
        }
    }

    /** Whoever of job and report comes second finds the other: each writes first and looks afterwards. */
    private void keep(DeliveryReported report, UUID job, String eventId) {
        early.keep(eventId, job, report);
        jobs.findCommitted(job).ifPresent(contact -> takeUp(job, contact));
    }

    /** Jobs are known now; what was said of them before takes effect. */
    @Transactional
    public void takeUp(List<UUID> known) {
        early.waiting(known).forEach(job -> jobs.find(job).ifPresent(contact -> takeUp(job, contact)));
    }

    private void takeUp(UUID job, JobContact contact) {
        early.take(job).forEach(report -> meaning(report).ifPresent(meaning -> apply(report, meaning, contact)));
    }

    private Optional<JobContact> contactOf(DeliveryReported report) {
        var job = report.jobId();
        var patient = report.patientId();
        return Optional.ofNullable(job)
                .flatMap(jobs::find)
                .or(() -> patient == null ? Optional.empty() : contactOf(patient, report.channel()));
    }

    private Optional<JobContact> contactOf(long patient, Channel channel) {
        return profiles.find(patient)
                .map(profile -> new JobContact(patient, profile.contact(channel).hash()));
    }

    private void apply(DeliveryReported report, SuppressionReason meaning, JobContact contact) {
        var hash = contact.addressHash();
        switch (meaning) {
            case BOUNCE, UNDELIVERABLE, LANDLINE, WRONG_NUMBER, SHARED_PHONE -> {
                if (hash != null) {
                    StrikeRule.of(report)
                            .ifPresentOrElse(
                                    rule -> strikes.count(rule, hash, report),
                                    () -> optOuts.unreachable(hash, report.channel(), meaning, report.occurredAt()));
                }
            }
            case STOP, COMPLAINT, UNSUBSCRIBE -> optOut(report, meaning, contact);
        }
    }

    private void optOut(DeliveryReported report, SuppressionReason meaning, JobContact contact) {
        var hash = contact.addressHash();
        var source = meaning == SuppressionReason.UNSUBSCRIBE ? ConsentSource.UNSUBSCRIBE : ConsentSource.PROVIDER;
        var evidence = Evidence.ofPatient(
                "provider-" + meaning.code(), report.jobId() == null ? null : "job/" + report.jobId());
        if (hash == null) {
            optOuts.stop(contact.patientId(), report.channel(), source, report.occurredAt(), evidence, Actor.PROVIDER);
        } else {
            optOuts.stop(new AddressOptOut(
                    hash,
                    contact.patientId(),
                    report.channel(),
                    meaning,
                    source,
                    report.occurredAt(),
                    evidence,
                    Actor.PROVIDER));
        }
    }
}
