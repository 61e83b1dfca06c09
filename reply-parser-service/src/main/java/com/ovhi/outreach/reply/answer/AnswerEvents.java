package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.contract.AnswerReported.Outcome;
import com.ovhi.outreach.common.messaging.EventConsumers;
import com.ovhi.outreach.reply.followup.FollowUps;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;

/** Learns what became of answers. */
@Configuration(proxyBeanMethods = false)
class AnswerEvents {

    @Bean
    Consumer<Message<List<byte[]>>> answerReports(EventConsumers consumers, Answers answers, FollowUps followUps) {
        return consumers
                .named("reply-parser-service.answers")
                .on(AnswerReported.class, (report, _) -> {
                    answers.reported(report);
                    if (report.outcome() == Outcome.REFUSED || report.outcome() == Outcome.NOT_SENT) {
                        followUps.unsent(report.answerId());
                    }
                })
                .build();
    }
}
