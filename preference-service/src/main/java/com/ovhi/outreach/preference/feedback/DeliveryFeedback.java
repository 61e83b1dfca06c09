package com.ovhi.outreach.preference.feedback;

import com.ovhi.outreach.common.contract.DeliveryReported;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Acts on deliveries that say something about the address or the recipient's wish; the rest is passed over. */
@Component
class DeliveryFeedback {

    private static final String CONSUMER = "preference.feedback";
    private static final Logger log = LoggerFactory.getLogger(DeliveryFeedback.class);

    private final Inbox inbox;
    private final JobContacts jobs;
    private final Profiles profiles;
    private final OptOuts optOuts;

    DeliveryFeedback(Inbox inbox, JobContacts jobs, Profiles profiles, OptOuts optOuts) {
        this.inbox = inbox;
        this.jobs = jobs;
        this.profiles = profiles;
        this.optOuts = optOuts;
    }

    /** What a report means for further messages, if anything. */
    static Optional<SuppressionReason> meaning(DeliveryReported report) {
        if (report.state() == DeliveryState.COMPLAINED) {
            return Optional.of(SuppressionReason.COMPLAINT);
        }
        if (report.state() == DeliveryState.UNSUBSCRIBED) {
            return Optional.of(SuppressionReason.UNSUBSCRIBE);
        }
        if (report.failureClass() == FailureClass.OPTOUT) {
            return Optional.of(SuppressionReason.STOP);
        }
        if (report.failureClass() == FailureClass.PERM_ADDR) {
            return Optional.of(
                    report.state() == DeliveryState.BOUNCED
                            ? SuppressionReason.BOUNCE
                            : SuppressionReason.UNDELIVERABLE);
        }
        return Optional.empty();
    }

    @Transactional
    public void handle(DeliveryReported report, SuppressionReason meaning, String eventId) {
        if (!inbox.firstTime(CONSUMER, eventId)) {
            return;
        }
        var contact = contactOf(report);
        if (contact.isEmpty()) {
            log.atWarn().addKeyValue("reason", meaning.code()).log("A report names neither job nor patient");
            return;
        }
        apply(report, meaning, contact.get());
    }

    private Optional<JobContact> contactOf(DeliveryReported report) {
        var job = report.jobId();
        var known = job == null ? Optional.<JobContact>empty() : jobs.find(job);
        if (known.isPresent()) {
            return known;
        }
        var patient = report.patientId();
        if (patient != null) {
            return profiles.find(patient)
                    .map(profile -> new JobContact(
                            patient, profile.contact(report.channel()).hash()));
        }
        if (job != null) {
            throw new UnknownJob();
        }
        return Optional.empty();
    }

    private void apply(DeliveryReported report, SuppressionReason meaning, JobContact contact) {
        var hash = contact.addressHash();
        switch (meaning) {
            case BOUNCE, UNDELIVERABLE -> {
                if (hash != null) {
                    optOuts.unreachable(hash, report.channel(), meaning, report.occurredAt());
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

    /** The job is not known yet: its own event may still be under way. Tried again for a while. */
    static final class UnknownJob extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownJob() {
            super("unknown-job");
        }
    }
}
