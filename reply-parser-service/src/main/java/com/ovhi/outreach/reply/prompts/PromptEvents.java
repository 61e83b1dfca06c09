package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.transaction.Gathering;
import com.ovhi.outreach.reply.followup.FollowUps;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Follows the jobs that ask for an answer, and those that are one. */
@Configuration(proxyBeanMethods = false)
class PromptEvents {

    private static final Set<Purpose> ASKING = EnumSet.of(Purpose.APPT_CONFIRM, Purpose.APPT_REMINDER, Purpose.NO_SHOW);

    private static final Set<Milestone> ASKED =
            EnumSet.of(Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED);

    @Bean
    Consumer<Message<List<byte[]>>> jobChanges(
            EventConsumers consumers, Prompts prompts, PromptListener listener, AnswerJobs answers) {
        var followed = new Gathering<JobChanged>(jobs -> follow(jobs, prompts, listener));
        return consumers
                .named("reply-parser-service.prompts")
                .on(JobChanged.class, job -> matters(job) || answers.answers(job), (job, _) -> {
                    if (answers.answers(job)) {
                        answers.changed(job);
                    } else {
                        followed.add(job);
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

    /** What was asked and is awaited no more by now was asked all the same: an answer may wait for its question. */
    private static void follow(List<JobChanged> jobs, Prompts prompts, PromptListener listener) {
        var asking = jobs.stream().collect(Collectors.partitioningBy(PromptEvents::asks));
        listener.asked(prompts.opened(asking.getOrDefault(true, List.of())).stream()
                .map(job -> new PromptListener.Asked(job.patientId(), job.channel()))
                .toList());
        prompts.closed(asking.getOrDefault(false, List.of()));
    }

    /** Whether it says, of the milestones that matter, that somebody was asked; else no answer is awaited any more. */
    private static boolean asks(JobChanged job) {
        return ASKED.contains(job.milestone());
    }
}
