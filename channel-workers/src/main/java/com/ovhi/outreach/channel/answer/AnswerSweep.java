package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Says of answers whose worker died between claim and outcome that nobody knows, and forgets the old ones. */
@Component
class AnswerSweep {

    private static final Logger log = LoggerFactory.getLogger(AnswerSweep.class);
    private static final int CHUNK = 100;

    private final Answers answers;
    private final Correspondences correspondences;
    private final AnswerOutcomes outcomes;
    private final AnswerProperties properties;
    private final TransactionTemplate transactions;

    AnswerSweep(
            Answers answers,
            Correspondences correspondences,
            AnswerOutcomes outcomes,
            AnswerProperties properties,
            PlatformTransactionManager transactions) {
        this.answers = answers;
        this.correspondences = correspondences;
        this.outcomes = outcomes;
        this.properties = properties;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT30S")
    void giveUp() {
        transactions.executeWithoutResult(_ -> {
            var abandoned = answers.abandoned(properties.lease(), CHUNK);
            abandoned.forEach(id -> outcomes.record(id, new Unknown("worker-died")));
            if (!abandoned.isEmpty()) {
                log.atWarn().addKeyValue("answers", abandoned.size()).log("Answers have an unknown outcome");
            }
        });
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT7M")
    void purge() {
        var forgotten = answers.purge() + correspondences.purge();
        if (forgotten > 0) {
            log.atInfo().addKeyValue("rows", forgotten).log("Old answers are forgotten");
        }
    }
}
