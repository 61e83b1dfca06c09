package com.ovhi.outreach.common.testing;

import java.util.Arrays;
import java.util.List;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;

/**
 * Consumers that rest for a while. The framework remembers the bindings of before the test context was paused as well and
 * starts them by the same name: they take partitions of the group and hand records on to nobody. So only those that ran are
 * woken.
 */
public final class RestingConsumers {

    private final List<Binding<?>> resting;

    private RestingConsumers(List<Binding<?>> resting) {
        this.resting = resting;
    }

    /** Stops what runs of these bindings. */
    public static RestingConsumers of(BindingsLifecycleController bindings, String... names) {
        var running = Arrays.stream(names)
                .flatMap(name -> bindings.queryState(name).stream())
                .filter(Binding::isRunning)
                .toList();
        if (running.size() != names.length) {
            throw new IllegalStateException("Of each binding one must run");
        }
        running.forEach(Binding::stop);
        return new RestingConsumers(running);
    }

    /** Goes on. */
    public void wake() {
        resting.forEach(Binding::start);
    }
}
