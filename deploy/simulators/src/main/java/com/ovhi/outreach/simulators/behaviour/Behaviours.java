package com.ovhi.outreach.simulators.behaviour;

import com.ovhi.outreach.simulators.world.Provider;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The behaviour of each provider at this moment. */
@Component
public final class Behaviours {

    private final Map<Provider, Behaviour> current = new ConcurrentHashMap<>();

    Behaviours() {
        reset();
    }

    /** How a provider behaves now. */
    public Behaviour of(Provider provider) {
        return Objects.requireNonNull(current.get(provider));
    }

    void change(Provider provider, Behaviour behaviour) {
        current.put(provider, behaviour);
        if (behaviour.blackout() && behaviour.blackoutMs() > 0) {
            CompletableFuture.delayedExecutor(behaviour.blackoutMs(), TimeUnit.MILLISECONDS)
                    .execute(() -> current.replace(provider, behaviour, behaviour.recovered()));
        }
    }

    final void reset() {
        for (Provider provider : Provider.values()) {
            current.put(provider, Behaviour.best());
        }
    }
}
