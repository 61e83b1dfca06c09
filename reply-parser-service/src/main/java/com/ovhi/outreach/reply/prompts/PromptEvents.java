package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.transaction.Gathering;
import com.ovhi.outreach.reply.followup.FollowUps;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Follows the jobs that ask for an answer, and those that are one. */
@Configuration(proxyBeanMethods = false)
class PromptEvents {

    private static final Set<Purpose> ASKING = EnumSet.of(Purpose.APPT_CONFIRM, Purpose.APPT_REMINDER, Purpose.NO_SHOW);

    @Bean
    Consumer<Message<List<byte[]>>> jobChanges(
            EventConsumers consumers, Prompts prompts, PromptListener listener, AnswerJobs answers) {
        // Written when all of a poll are read: a job that was asked and answered in one poll is closed before, and
        // nobody is told of it.
        var asked = new Gathering<JobChanged>(
                jobs -> prompts.opened(jobs).forEach(job -> listener.asked(job.patientId(), job.channel())));
        return consumers
                .named("reply-parser-service.prompts")
                .on(JobChanged.class, job -> matters(job) || answers.answers(job), (job, _) -> {
                    if (answers.answers(job)) {
                        answers.changed(job);
                    } else {
                        follow(job, prompts, asked);
                    }
                })
                .on(StaffAnswerRefused.class, (refusal, _) -> answers.refused(refusal))
                .build();
    }

    /** Which message an answer belongs to; in an SMS nobody quotes. And which question back did not arrive after all. */
    @Bean
    Consumer<Message<List<byte[]>>> deliveries(EventConsumers consumers, SentMessages messages, FollowUps followUps) {
        return consumers
                .named("reply-parser-service.deliveries")
                .on(
                        DeliveryReported.class,
                        report -> SentMessages.matters(report) || failedAnswer(report),
                        (report, _) -> {
                            if (failedAnswer(report)) {
                                followUps.unsent(Objects.requireNonNull(report.jobId()));
                            } else {
                                messages.sent(report);
                            }
                        })
                .build();
    }

    private static boolean failedAnswer(DeliveryReported report) {
        return report.ofAnswer()
                && report.jobId() != null
                && (report.state() == DeliveryState.FAILED || report.state() == DeliveryState.BOUNCED);
    }

    /** What was said to a household asks nobody in particular, and a notice of the portal nothing. */
    static boolean matters(JobChanged job) {
        return ASKING.contains(job.purpose())
                && !Boolean.TRUE.equals(job.household())
                && !Boolean.TRUE.equals(job.discreet())
                && switch (job.milestone()) {
                    case SENT, DELIVERED, OPENED, CLICKED, REPLIED, CANCELLED, BOUNCED, FAILED, EXPIRED -> true;
                    case SCHEDULED, PROCESSING, UNDER_REVIEW -> false;
                };
    }

    private static void follow(JobChanged job, Prompts prompts, Gathering<JobChanged> asked) {
        switch (job.milestone()) {
            case SENT, DELIVERED, OPENED, CLICKED -> asked.add(job);
            case REPLIED, CANCELLED, BOUNCED, FAILED, EXPIRED -> prompts.closed(job);
            case SCHEDULED, PROCESSING, UNDER_REVIEW -> {}
        }
    }
}
