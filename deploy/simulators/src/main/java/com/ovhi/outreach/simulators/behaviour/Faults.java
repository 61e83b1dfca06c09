package com.ovhi.outreach.simulators.behaviour;

import com.ovhi.outreach.simulators.world.Chance;
import com.ovhi.outreach.simulators.world.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Decides what goes wrong. A decision depends on the recipient, the job and how often it was tried, not on timing. */
@Component
public final class Faults {

    private final Behaviours behaviours;
    private final Chance chance;
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();
    private final Map<Provider, Window> windows = new ConcurrentHashMap<>();

    Faults(Behaviours behaviours, Chance chance) {
        this.behaviours = behaviours;
        this.chance = chance;
    }

    /** What shall become of one call. */
    public Decision decide(Provider provider, String to, String job) {
        Behaviour behaviour = behaviours.of(provider);
        if (behaviour.blackout()) {
            return Decision.refused(Behaviour.Fault.of(503, null));
        }
        if (behaviour.perSecond() > 0 && tooFast(provider, behaviour.perSecond())) {
            return Decision.refused(Behaviour.Fault.of(429, 1));
        }
        String[] key = {provider.slug(), to, job, attempt(behaviour, provider, to, job)};
        return new Decision(
                pick(behaviour.errors(), draw("error", key)),
                behaviour.latencyMs().at(draw("latency", key)),
                ending(behaviour, draw("swallow", key)),
                behaviour.hangMs());
    }

    private static Ending ending(Behaviour behaviour, double draw) {
        double[] rates = {
            behaviour.acceptThenTimeout(),
            behaviour.acceptThenReset(),
            behaviour.acceptThenError(),
            behaviour.acceptThenGarble(),
            behaviour.hang()
        };
        Ending[] endings = {Ending.UNANSWERED, Ending.RESET, Ending.ERROR, Ending.GARBLED, Ending.HUNG};
        double reached = 0;
        for (int i = 0; i < rates.length; i++) {
            reached += rates[i];
            if (draw < reached) {
                return endings[i];
            }
        }
        return Ending.ANSWERED;
    }

    private boolean tooFast(Provider provider, int perSecond) {
        long second = System.nanoTime() / 1_000_000_000L;
        Window window = windows.compute(
                provider,
                (key, known) -> known == null || known.second() != second
                        ? new Window(second, 1)
                        : new Window(second, known.calls() + 1));
        return window.calls() > perSecond;
    }

    private record Window(long second, int calls) {}

    /** With which code an accepted message shall fail later, if at all. */
    public Optional<String> laterFailure(Provider provider, String to, String job) {
        return pick(behaviours.of(provider).failures(), draw("failure", provider.slug(), to, job))
                .map(Behaviour.Fault::code);
    }

    /** How a call ends that is not refused. */
    public enum Ending {
        /** As it should. */
        ANSWERED,
        /** Accepted, but the caller waits in vain. */
        UNANSWERED,
        /** Accepted, and the connection is closed at once. */
        RESET,
        /** Accepted, and an error is answered. */
        ERROR,
        /** Accepted, and something unreadable is answered. */
        GARBLED,
        /** Not accepted, and the caller waits in vain. */
        HUNG
    }

    /**
     * What becomes of a call.
     *
     * @param refusal how it is refused, if it is
     * @param latencyMs how long it takes
     * @param hangMs how long it hangs when it is not answered
     */
    public record Decision(Optional<Behaviour.Fault> refusal, long latencyMs, Ending ending, long hangMs) {

        static Decision refused(Behaviour.Fault fault) {
            return new Decision(Optional.of(fault), 0, Ending.ANSWERED, 0);
        }
    }

    private String attempt(Behaviour behaviour, Provider provider, String to, String job) {
        if (behaviour.errors().isEmpty() && ending(behaviour, 0) == Ending.ANSWERED) {
            return "";
        }
        return Integer.toString(tries.merge(provider + "/" + to + "/" + job, 1, Integer::sum));
    }

    private double draw(String purpose, String... key) {
        return chance.of(purpose, String.join("\n", key)).nextDouble();
    }

    private static Optional<Behaviour.Fault> pick(List<Behaviour.Fault> faults, double draw) {
        double reached = 0;
        for (Behaviour.Fault fault : faults) {
            reached += fault.rate();
            if (draw < reached) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
