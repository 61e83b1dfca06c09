package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Says again what became of an attempt whose order came once more, for its report may have been lost. */
@Component
public class Retelling {

    private final SendIntents intents;
    private final Reports reports;

    Retelling(SendIntents intents, Reports reports) {
        this.intents = intents;
        this.reports = reports;
    }

    /** Reports with the transaction what is known of the outcome of an attempt, if it was ever opened. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void again(UUID jobId, int attempt) {
        intents.find(jobId, attempt).ifPresent(this::report);
    }

    private void report(SendIntent intent) {
        switch (intent.state()) {
            case OPEN -> {
                // Its outcome is still to come, and will be reported then.
            }
            case ACCEPTED -> reports.accepted(intent, intent.providerMessageId());
            case NOT_SENT -> reports.notSent(intent, NotSent.refused(intents.failureClass(intent.id()), code(intent)));
            case UNKNOWN -> reports.unknown(intent, code(intent));
            case REVIEW -> reports.unknown(intent, "review");
        }
    }

    private static String code(SendIntent intent) {
        return Objects.requireNonNullElse(intent.failureCode(), intent.state().code());
    }
}
