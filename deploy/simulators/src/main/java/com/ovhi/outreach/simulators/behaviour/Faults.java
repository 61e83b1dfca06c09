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

    Faults(Behaviours behaviours, Chance chance) {
        this.behaviours = behaviours;
        this.chance = chance;
    }

    /** What shall become of one call. */
    public Decision decide(Provider provider, String to, String job) {
        Behaviour behaviour = behaviours.of(provider);
        if (behaviour.blackout()) {
            return new Decision(Optional.of(new Behaviour.Fault(503, null, 1)), 0, Optional.empty());
        }
        String[] key = {provider.slug(), to, job, attempt(behaviour, provider, to, job)};
        boolean swallowed = draw("swallow", key) < behaviour.acceptThenTimeout();
        return new Decision(
                pick(behaviour.errors(), draw("error", key)),
                behaviour.latencyMs().at(draw("latency", key)),
                swallowed ? Optional.of(behaviour.hangMs()) : Optional.empty());
    }

    /** With which code an accepted message shall fail later, if at all. */
    public Optional<String> laterFailure(Provider provider, String to, String job) {
        return pick(behaviours.of(provider).failures(), draw("failure", provider.slug(), to, job))
                .map(Behaviour.Fault::code);
    }

    /**
     * What becomes of a call.
     *
     * @param refusal how it is refused, if it is
     * @param latencyMs how long it takes
     * @param hangMs how long it hangs without an answer after having been accepted, if it does
     */
    public record Decision(Optional<Behaviour.Fault> refusal, long latencyMs, Optional<Long> hangMs) {}

    private String attempt(Behaviour behaviour, Provider provider, String to, String job) {
        if (behaviour.errors().isEmpty() && behaviour.acceptThenTimeout() == 0) {
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
