package com.ovhi.outreach.reply.prompts;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.common.messaging.EventConsumers.Event;
import com.ovhi.outreach.reply.followup.FollowUps;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/**
 * Follows the jobs that ask for an answer, and those that are one. What is heard again changes nothing, so the inbox need not
 * remember it: a prompt and a sent message are kept once, what is closed or unsent stays it, and of an answer only what is newer counts.
 */
@Configuration(proxyBeanMethods = false)
class PromptEvents {

    private static final Set<Purpose> ASKING = EnumSet.of(Purpose.APPT_CONFIRM, Purpose.APPT_REMINDER, Purpose.NO_SHOW);

    private static final Set<Milestone> ASKED =
            EnumSet.of(Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED);

    @Bean
    Consumer<Message<List<byte[]>>> jobChanges(
            EventConsumers consumers, Prompts prompts, PromptListener listener, AnswerJobs answers) {
        return consumers
                .named("reply-parser-service.prompts")
                .onTogether(JobChanged.class, job -> matters(job) || answers.answers(job), events -> {
                    var jobs = contents(events).collect(Collectors.partitioningBy(answers::answers));
                    jobs.getOrDefault(true, List.of()).forEach(answers::changed);
                    follow(jobs.getOrDefault(false, List.of()), prompts, listener);
                })
                .on(StaffAnswerRefused.class, (refusal, _) -> answers.refused(refusal))
                .build();
    }

    /** Which message an answer belongs to; in an SMS nobody quotes. And which question back did not arrive after all. */
    @Bean
    Consumer<Message<List<byte[]>>> deliveries(EventConsumers consumers, SentMessages messages, FollowUps followUps) {
        return consumers
                .named("reply-parser-service.deliveries")
                .onTogether(
                        DeliveryReported.class,
                        report -> SentMessages.matters(report) || failedAnswer(report),
                        events -> {
                            var reports =
                                    contents(events).collect(Collectors.partitioningBy(PromptEvents::failedAnswer));
                            reports.getOrDefault(true, List.of())
                                    .forEach(each -> followUps.unsent(Objects.requireNonNull(each.jobId())));
                            messages.sent(reports.getOrDefault(false, List.of()));
                        })
                .build();
    }

    private static <T> Stream<T> contents(List<Event<T>> events) {
        return events.stream().map(Event::content);
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
