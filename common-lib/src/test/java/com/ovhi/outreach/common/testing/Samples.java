package com.ovhi.outreach.common.testing;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.contract.AppointmentCommand;
import com.ovhi.outreach.common.contract.AuditCheckpointed;
import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignResumed;
import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.ContactAllowance;
import com.ovhi.outreach.common.contract.ContactDue;
import com.ovhi.outreach.common.contract.ContactMoved;
import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.ExperimentDecided;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.HourChoice;
import com.ovhi.outreach.common.contract.HourWeights;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.InboxChanged;
import com.ovhi.outreach.common.contract.InsightLearned;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.OptimizerSwitched;
import com.ovhi.outreach.common.contract.OutreachRefused;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.SendTimeChosen;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.TemplateStatusReported;
import com.ovhi.outreach.common.contract.TestSendOrdered;
import com.ovhi.outreach.common.contract.Wording;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.ExperimentVerdict;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Lane;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** One example of every contract of the suite, all about the same patient and job. */
public final class Samples {

    public static final UUID JOB = UUID.fromString("01958f2e-7c00-7000-8000-000000000001");
    public static final UUID SLOT = UUID.fromString("01958f2e-7c00-7000-8000-000000000002");
    public static final UUID REQUEST = UUID.fromString("01958f2e-7c00-7000-8000-000000000003");
    public static final UUID INBOUND = UUID.fromString("01958f2e-7c00-7000-8000-000000000004");
    public static final long ORGANIZATION = 16;
    public static final long PATIENT = 1176;
    public static final long PROVIDER = 1454;
    public static final String HASH = "0123456789abcdef0123456789abcdef";
    public static final Instant AT = SettableClock.START;

    private static final Sealed SEALED = new Sealed("c2VhbGVk");

    private Samples() {}

    /** When the patient may be contacted: New York, not between 22:00 and 08:00. */
    public static SendWindow window() {
        return new SendWindow(List.of("America/New_York"), LocalTime.of(22, 0), LocalTime.of(8, 0), false, false, 3L);
    }

    public static OutreachRequested outreachRequested() {
        return OutreachRequested.builder(
                        REQUEST, ORGANIZATION, PATIENT, Purpose.APPT_REMINDER, "appointment/5309@1/appt_reminder/1d")
                .providerId(PROVIDER)
                .variables(SEALED)
                .preferredChannel(Channel.SMS)
                .sendAt(AT)
                .expiresAt(AT.plusSeconds(86_400))
                .subjectRef("appointment/5309")
                .subjectVersion(1)
                .build();
    }

    public static ContactDue contactDue() {
        return new ContactDue(
                JOB,
                SLOT,
                ORGANIZATION,
                PATIENT,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                Lane.PRIORITY,
                AT,
                AT.plusSeconds(86_400),
                window(),
                SEALED);
    }

    public static ContactWithdrawn contactWithdrawn() {
        return new ContactWithdrawn(JOB, ORGANIZATION, PATIENT, "appointment-cancelled");
    }

    public static ContactMoved contactMoved() {
        return new ContactMoved(JOB, ORGANIZATION, PATIENT, AT.plus(Duration.ofHours(4)), "window-closed", AT);
    }

    public static DispatchOrdered dispatchOrdered() {
        return new DispatchOrdered(
                JOB,
                SLOT,
                ORGANIZATION,
                PATIENT,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                1,
                AT.plusSeconds(3_600),
                false,
                SEALED,
                AT.plusSeconds(7_200),
                3L);
    }

    public static MessageContent messageContent() {
        return new MessageContent(
                "+12125550100",
                HASH,
                null,
                "Your visit is on Wed Mar 4, 9:30 AM.",
                null,
                new MessageContent.WhatsAppTemplate("appt_reminder", "en_US", List.of("Clinic"), List.of("confirm")),
                "Clinic",
                "en");
    }

    /** The same, counted as marketing that leaves others their room. */
    public static MessageContent countedContent() {
        return messageContent()
                .counted(new ContactAllowance(
                        "marketing",
                        List.of(
                                new ContactAllowance.Limit(10_065, 1, List.of("marketing")),
                                new ContactAllowance.Limit(1_425, 1, List.of("marketing", "routine")))));
    }

    public static DeliveryReported deliveryReported() {
        return new DeliveryReported(
                JOB,
                ORGANIZATION,
                PATIENT,
                Channel.SMS,
                1,
                DeliveryState.NOT_SENT,
                "SM00000000000000000000000000000001",
                FailureClass.THROTTLE,
                "20429",
                1_000L,
                false,
                AT);
    }

    /** The job reached a milestone. */
    public static JobChanged jobChanged(Milestone milestone, JobStatus status) {
        return JobChanged.builder(
                        JOB, ORGANIZATION, PATIENT, Purpose.APPT_REMINDER, Channel.SMS, milestone, status, AT, AT)
                .providerId(PROVIDER)
                .subjectRef("appointment/5309")
                .subjectVersion(1)
                .build();
    }

    /** A step of a campaign reached a milestone: everything a job can tell. */
    public static JobChanged campaignJobChanged() {
        return new JobChanged(
                JOB,
                ORGANIZATION,
                PATIENT,
                null,
                31L,
                "b",
                Purpose.CAMPAIGN_EDUCATION,
                Channel.SMS,
                Milestone.SENT,
                JobStatus.SENT,
                null,
                null,
                AT,
                AT,
                null,
                null,
                null,
                new CampaignStep(2, 1, 5L, null, 2),
                new Wording(12, 3, "es", 2));
    }

    public static CampaignHeld campaignHeld() {
        return new CampaignHeld(31, ORGANIZATION, 2, "paused", AT);
    }

    public static CampaignResumed campaignResumed() {
        return new CampaignResumed(31, ORGANIZATION, 3, AT);
    }

    public static StepWithdrawn stepWithdrawn() {
        return new StepWithdrawn(31, ORGANIZATION, PATIENT, "campaign/31/step/1", "booked", AT);
    }

    /** A step of a campaign was refused. */
    public static OutreachRefused outreachRefused() {
        return new OutreachRefused(
                REQUEST,
                ORGANIZATION,
                PATIENT,
                31,
                new CampaignStep(2, 1, 5L),
                "campaign/31/step/1",
                Purpose.CAMPAIGN_EDUCATION,
                "contact-cap",
                AT,
                JOB);
    }

    public static StaffAnswerRefused staffAnswerRefused() {
        return new StaffAnswerRefused(REQUEST, ORGANIZATION, PATIENT, "contact-cap", AT);
    }

    public static ExperimentExposed experimentExposed() {
        return new ExperimentExposed(
                5,
                ORGANIZATION,
                PATIENT,
                31,
                Purpose.CAMPAIGN_EDUCATION,
                "b",
                false,
                new TreeMap<>(Map.of("a", 45, "b", 45, ExperimentExposed.HOLDOUT, 10)),
                REQUEST,
                AT);
    }

    public static ExperimentDecided experimentDecided() {
        return new ExperimentDecided(
                5, ORGANIZATION, 31, ExperimentVerdict.GUARDRAIL, "b", "More people opt out of b than of a.", AT);
    }

    public static InboundReceived inboundReceived() {
        return new InboundReceived(
                INBOUND,
                Channel.SMS,
                HASH,
                SEALED,
                SEALED,
                SEALED,
                "SM00000000000000000000000000000002",
                "STOP",
                null,
                null,
                AT);
    }

    public static InboundReceived mailReceived() {
        return new InboundReceived(
                INBOUND,
                Channel.EMAIL,
                HASH,
                SEALED,
                SEALED,
                SEALED,
                "m1@mail.example.com",
                null,
                null,
                "LRzXl_NHStOGhQ4kofSm_A",
                AT,
                ORGANIZATION,
                JOB,
                true,
                false);
    }

    public static InboxChanged inboxChanged() {
        return new InboxChanged(INBOUND, ORGANIZATION, true, AT);
    }

    public static ReplyUnderstood replyUnderstood(Intent intent) {
        return new ReplyUnderstood(
                INBOUND, ORGANIZATION, PATIENT, Channel.SMS, HASH, intent, "en", 0.95, "exact-stop", JOB, AT);
    }

    /** One that nobody quoted. */
    public static ReplyUnderstood guessedReplyUnderstood() {
        return new ReplyUnderstood(
                INBOUND,
                ORGANIZATION,
                PATIENT,
                Channel.SMS,
                HASH,
                Intent.STOP,
                "en",
                0.95,
                "exact-stop",
                JOB,
                AT,
                AT.minusSeconds(3600));
    }

    public static PreferenceChanged preferenceChanged() {
        return new PreferenceChanged(
                PATIENT,
                ORGANIZATION,
                3,
                List.of("America/New_York"),
                "en",
                LocalTime.of(22, 0),
                LocalTime.of(8, 0),
                10,
                Map.of(Channel.SMS, new PreferenceChanged.Permission(true, false, HASH, SEALED)),
                AT,
                List.of("NY"),
                LocalTime.of(9, 0),
                LocalTime.of(17, 0),
                false);
    }

    public static SuppressionChanged suppressionChanged() {
        return new SuppressionChanged(HASH, Channel.SMS, true, false, 2, "stop", AT);
    }

    public static InsightLearned insightLearned() {
        return new InsightLearned(PATIENT, ORGANIZATION, 1, 10, Channel.SMS, 0.25, 0.8, 12, AT);
    }

    /** Everything an insight can tell. */
    public static InsightLearned wholeInsightLearned() {
        var morning = new ArrayList<>(Collections.nCopies(24, 0.0));
        morning.set(10, 0.75);
        morning.set(11, 0.25);
        return new InsightLearned(
                PATIENT,
                ORGANIZATION,
                2,
                10,
                Channel.SMS,
                0.25,
                0.8,
                12,
                AT,
                new HourWeights(morning, morning),
                0.9,
                0.85,
                0.2,
                "enough-answers");
    }

    public static SendTimeChosen sendTimeChosen() {
        return new SendTimeChosen(
                JOB,
                ORGANIZATION,
                PATIENT,
                new HourChoice(10, false, 0.7, List.of(9, 10, 11), List.of(true, false, false)),
                AT);
    }

    public static OptimizerSwitched optimizerSwitched() {
        return new OptimizerSwitched(ORGANIZATION, false, 3, AT);
    }

    public static SegmentMembershipChanged segmentMembershipChanged() {
        return new SegmentMembershipChanged(7, "Refill soon", ORGANIZATION, PATIENT, true, AT);
    }

    public static AuditRecorded auditRecorded() {
        return new AuditRecorded(
                ORGANIZATION,
                PATIENT,
                "orchestrator-service",
                AuditAction.SEND,
                Map.of("job_id", JOB.toString()),
                "127.0.0.1",
                "curl/8",
                AT);
    }

    public static AuditCheckpointed auditCheckpointed() {
        return new AuditCheckpointed(ORGANIZATION, 1_000, HASH + HASH, AT, "0123456789abcdef", "c2lnbmVk");
    }

    public static AppointmentCommand appointmentCommand() {
        return new AppointmentCommand(
                INBOUND, 5_309, 1, PATIENT, ORGANIZATION, AppointmentCommand.Command.RESCHEDULE_REQUESTED, JOB, AT);
    }

    public static TemplateStatusReported templateStatusReported() {
        return new TemplateStatusReported(
                "102290129340398", "594425479261596", "appt_reminder_v1", "en_US", "PAUSED", null, "NONE", AT);
    }

    public static TestSendOrdered testSendOrdered() {
        return new TestSendOrdered(JOB, ORGANIZATION, Channel.SMS, false, AT, SEALED);
    }

    public static AnswerOrdered answerOrdered() {
        return new AnswerOrdered(
                JOB,
                AnswerKind.HELP,
                INBOUND,
                AT,
                ORGANIZATION,
                PATIENT,
                Channel.SMS,
                HASH,
                AT.plusSeconds(300),
                SEALED);
    }

    public static AnswerReported answerReported() {
        return new AnswerReported(
                JOB, AnswerKind.HELP, INBOUND, Channel.SMS, AnswerReported.Outcome.ACCEPTED, null, "SM1", AT);
    }

    public static RenderRequest renderRequest() {
        return new RenderRequest(
                ORGANIZATION,
                null,
                Purpose.APPT_REMINDER,
                Channel.SMS,
                "es-MX",
                Map.of("clinic_name", "Clinic"),
                null,
                PROVIDER,
                "B",
                PATIENT,
                AT,
                true,
                "America/New_York",
                true);
    }

    public static RenderedMessage renderedMessage() {
        return new RenderedMessage(
                7,
                3,
                Channel.SMS,
                "es",
                null,
                "Clinic: STOP",
                null,
                null,
                false,
                1,
                new RenderedMessage.Choice(
                        RenderedMessage.Level.PROVIDER, RenderedMessage.LanguageStep.SHORTENED, "B"));
    }

    /** Every contract by the name of its golden file. */
    public static Map<String, Object> all() {
        return Map.ofEntries(
                Map.entry("outreach-requested.v1.json", outreachRequested()),
                Map.entry("contact-due.v1.json", contactDue()),
                Map.entry("contact-withdrawn.v1.json", contactWithdrawn()),
                Map.entry("contact-moved.v1.json", contactMoved()),
                Map.entry("dispatch-ordered.v1.json", dispatchOrdered()),
                Map.entry("message-content.v1.json", messageContent()),
                Map.entry("message-content-counted.v1.json", countedContent()),
                Map.entry("delivery-reported.v1.json", deliveryReported()),
                Map.entry("job-changed.v1.json", jobChanged(Milestone.SENT, JobStatus.SENT)),
                Map.entry("job-changed-campaign.v1.json", campaignJobChanged()),
                Map.entry("campaign-held.v1.json", campaignHeld()),
                Map.entry("campaign-resumed.v1.json", campaignResumed()),
                Map.entry("step-withdrawn.v1.json", stepWithdrawn()),
                Map.entry("outreach-refused.v1.json", outreachRefused()),
                Map.entry("staff-answer-refused.v1.json", staffAnswerRefused()),
                Map.entry("experiment-exposed.v1.json", experimentExposed()),
                Map.entry("experiment-decided.v1.json", experimentDecided()),
                Map.entry("inbound-received.v1.json", inboundReceived()),
                Map.entry("inbound-received-mail.v1.json", mailReceived()),
                Map.entry("inbox-changed.v1.json", inboxChanged()),
                Map.entry("reply-understood.v1.json", replyUnderstood(Intent.STOP)),
                Map.entry("reply-understood-guessed.v1.json", guessedReplyUnderstood()),
                Map.entry("preference-changed.v1.json", preferenceChanged()),
                Map.entry("suppression-changed.v1.json", suppressionChanged()),
                Map.entry("insight-learned.v1.json", insightLearned()),
                Map.entry("insight-learned-whole.v1.json", wholeInsightLearned()),
                Map.entry("optimizer-switched.v1.json", optimizerSwitched()),
                Map.entry("send-time-chosen.v1.json", sendTimeChosen()),
                Map.entry("segment-membership-changed.v1.json", segmentMembershipChanged()),
                Map.entry("audit-recorded.v1.json", auditRecorded()),
                Map.entry("appointment-command.v1.json", appointmentCommand()),
                Map.entry("template-status-reported.v1.json", templateStatusReported()),
                Map.entry("test-send-ordered.v1.json", testSendOrdered()),
                Map.entry("answer-ordered.v1.json", answerOrdered()),
                Map.entry("answer-reported.v1.json", answerReported()),
                Map.entry("render-request.v1.json", renderRequest()),
                Map.entry("rendered-message.v1.json", renderedMessage()),
                Map.entry("audit-checkpointed.v1.json", auditCheckpointed()));
    }
}
