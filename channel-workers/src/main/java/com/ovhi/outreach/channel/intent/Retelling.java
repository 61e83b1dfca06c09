package com.ovhi.outreach.channel.intent;

import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Says again what became of an attempt whose order came once more, for its report may have been lost. */
@Component
public class Retelling {

    /**
     * Parked, not refused: a scheduler that is behind goes on with the next attempt until it has caught up, and to one that is
     * not it says nothing. A refusal would be the end of a job whose later attempt may be followed by another one.
     */
    private static final NotSent OVERTAKEN =
            new NotSent(FailureClass.PARKED, "overtaken", Duration.ofSeconds(1), About.MESSAGE);

    private final SendIntents intents;
    private final Reports reports;

    Retelling(SendIntents intents, Reports reports) {
        this.intents = intents;
        this.reports = reports;
    }

    /**
     * Reports with the transaction what is known of the outcome of an attempt, if it was ever opened. If it was turned away and
     * a later one opened, it is what is known of that: nothing may follow while the provider has it, or may have it.
     *
     * @param newest the number of the job's newest attempt
     * @return why an order is not carried out of which there is nothing to say but that: its later attempt was not sent
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<NotSent> again(DispatchOrdered order, int newest) {
        var told = intents.find(order.jobId(), order.attempt());
        var later = told.isEmpty() && order.attempt() < newest
                ? intents.find(order.jobId(), newest)
                : Optional.<SendIntent>empty();
        if (later.filter(each -> each.state() == IntentState.NOT_SENT).isPresent()) {
            return Optional.of(OVERTAKEN);
        }
        told.or(() -> later).ifPresent(this::report);
        return Optional.empty();
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
