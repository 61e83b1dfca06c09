package com.ovhi.outreach.simulators.exchange;

import com.ovhi.outreach.simulators.behaviour.Behaviour;
import com.ovhi.outreach.simulators.behaviour.Faults;
import com.ovhi.outreach.simulators.behaviour.Faults.Ending;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
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
        if (decision.refusal().isEmpty() && decision.ending() == Ending.HUNG) {
            ledgers.of(provider)
                    .append(attempt.draft()
                            .detail("method", request.getMethod())
                            .outcome("hung", null));
            return hangUp(request, decision.hangMs());
        }
        Answer answer =
                decision.refusal().map(fault -> injected(fault, wording)).orElseGet(work);
        Ending ending = answer.messageId() == null ? Ending.ANSWERED : decision.ending();
        ledgers.of(provider)
                .append(attempt.draft()
                        .detail("method", request.getMethod())
                        .message(answer.messageId())
                        .answered(answer.status())
                        .outcome(ending == Ending.ANSWERED ? answer.outcome() : word(ending), answer.errorCode()));
        return switch (ending) {
            case ANSWERED, HUNG -> answer.entity();
            case UNANSWERED -> hangUp(request, decision.hangMs());
            case RESET -> hangUp(request, 0);
            case ERROR -> wording.refuse(500, "").entity();
            case GARBLED -> answer.garbled().entity();
        };
    }

    private static @Nullable ResponseEntity<byte[]> hangUp(HttpServletRequest request, long afterMs) {
        pause(afterMs);
        HangUp.on(request);
        return null;
    }

    private static String word(Ending ending) {
        return ending == Ending.UNANSWERED
                ? "accepted_unanswered"
                : "accepted_" + ending.name().toLowerCase(Locale.ROOT);
    }

    private static Answer injected(Behaviour.Fault fault, Wording wording) {
        int status = Objects.requireNonNullElse(fault.httpStatus(), 400);
        Answer answer = wording.refuse(status, Objects.requireNonNullElse(fault.code(), ""))
                .as("fault");
        return fault.retryAfter() == null
                ? answer
                : answer.with(Map.of("Retry-After", fault.retryAfter().toString()));
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
