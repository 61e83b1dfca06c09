package com.ovhi.outreach.simulators.exchange;

import com.ovhi.outreach.simulators.behaviour.Behaviour;
import com.ovhi.outreach.simulators.behaviour.Faults;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Takes every call to a provider: applies its behaviour, lets it work, writes the ledger, answers or hangs up. */
@Component
public final class Desk {

    private final Faults faults;
    private final Ledgers ledgers;

    Desk(Faults faults, Ledgers ledgers) {
        this.faults = faults;
        this.ledgers = ledgers;
    }

    /** How a provider words a refusal that was asked for. */
    @FunctionalInterface
    public interface Wording {
        /** The answer for an HTTP status and a code, where an empty code means the provider's usual one. */
        Answer refuse(int status, String code);
    }

    /** Handles one call; there is no answer when the connection was closed instead. */
    public @Nullable ResponseEntity<byte[]> serve(
            Provider provider, HttpServletRequest request, Attempt attempt, Wording wording, Supplier<Answer> work) {
        Faults.Decision decision = faults.decide(provider, attempt.recipient(), attempt.intention());
        pause(decision.latencyMs());
        Answer answer =
                decision.refusal().map(fault -> injected(fault, wording)).orElseGet(work);
        boolean swallowed = answer.messageId() != null && decision.hangMs().isPresent();
        ledgers.of(provider)
                .append(attempt.draft()
                        .detail("method", request.getMethod())
                        .message(answer.messageId())
                        .answered(answer.status())
                        .outcome(swallowed ? "accepted_unanswered" : answer.outcome(), answer.errorCode()));
        if (swallowed) {
            pause(decision.hangMs().orElseThrow());
            HangUp.on(request);
            return null;
        }
        return answer.entity();
    }

    private static Answer injected(Behaviour.Fault fault, Wording wording) {
        int status = Objects.requireNonNullElse(fault.httpStatus(), 400);
        return wording.refuse(status, Objects.requireNonNullElse(fault.code(), ""))
                .as("fault");
    }

    private static void pause(long millis) {
        if (millis <= 0) {
            return;
        }
        try {
            Thread.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
