package com.ovhi.outreach.simulators.callbacks;

import com.ovhi.outreach.simulators.behaviour.Behaviour;
import com.ovhi.outreach.simulators.behaviour.Behaviours;
import com.ovhi.outreach.simulators.ledger.Entry;
import com.ovhi.outreach.simulators.world.Chance;
import com.ovhi.outreach.simulators.world.DomainClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Delays, repeats and mixes up callbacks as the provider's behaviour asks for. */
@Component
final class Timetable {

    private final Behaviours behaviours;
    private final Chance chance;
    private final DomainClock clock;

    Timetable(Behaviours behaviours, Chance chance, DomainClock clock) {
        this.behaviours = behaviours;
        this.chance = chance;
        this.clock = clock;
    }

    List<Callback> arrange(Entry message, List<Callback> planned) {
        if (planned.isEmpty()) {
            return planned;
        }
        Behaviour behaviour = behaviours.of(planned.getFirst().provider());
        RandomGenerator random = chance.of("timetable", message.recipient(), message.intention());
        List<Callback> ordered = random.nextDouble() < behaviour.disorder() ? mixedUp(planned, random) : planned;
        List<Callback> arranged = new ArrayList<>();
        for (Callback callback : ordered) {
            Duration delay = Duration.ofMillis(behaviour.callbackDelayMs().at(random.nextDouble()));
            Callback delayed = callback.dueAt(callback.due().plus(clock.toDomain(delay)));
            arranged.add(delayed);
            if (random.nextDouble() < behaviour.duplicates()) {
                arranged.add(delayed.repeated());
            }
        }
        return arranged;
    }

    private static List<Callback> mixedUp(List<Callback> planned, RandomGenerator random) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            if (planned.get(i).kind() == Callback.Kind.STATUS) {
                statuses.add(i);
            }
        }
        List<Callback> mixed = new ArrayList<>(planned);
        for (int last = statuses.size() - 1; last > 0; last--) {
            exchangeTurns(mixed, statuses.get(last), statuses.get(random.nextInt(last + 1)));
        }
        return mixed;
    }

    private static void exchangeTurns(List<Callback> callbacks, int one, int other) {
        Instant due = callbacks.get(one).due();
        callbacks.set(one, callbacks.get(one).dueAt(callbacks.get(other).due()));
        callbacks.set(other, callbacks.get(other).dueAt(due));
    }
}
